-- As users, sorted by what the database derives. The key of the user is a copy to sort by, which the
-- database itself keeps true: a user who is renamed takes it along.
CREATE TABLE profiles (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height VARCHAR(64) COLLATE "C",
    height_key VARCHAR(400) COLLATE "C",
    height_order VARCHAR(656) COLLATE "C",
    country VARCHAR(255) COLLATE "C",
    country_key VARCHAR(400) COLLATE "C",
    country_order VARCHAR(656) COLLATE "C",
    email VARCHAR(254) COLLATE "C",
    email_key VARCHAR(400) COLLATE "C",
    email_order VARCHAR(656) COLLATE "C",
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    user_key VARCHAR(400) COLLATE "C" NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT profiles_user_key_fkey FOREIGN KEY (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE
);
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_created_at_index ON profiles (created_at, user_id);
CREATE INDEX profiles_updated_at_index ON profiles (updated_at, user_id);
CREATE INDEX profiles_user_key_index ON profiles (user_key, user_id);
CREATE FUNCTION profiles_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts jsonb := to_jsonb(NEW);
BEGIN
    NEW.height_order := texts ->> 'height_key' || U&'\0001' || (texts ->> 'height');
    NEW.country_order := texts ->> 'country_key' || U&'\0001' || (texts ->> 'country');
    NEW.email_order := texts ->> 'email_key' || U&'\0001' || (texts ->> 'email');
    RETURN NEW;
END
$$;
CREATE TRIGGER profiles_spelling BEFORE INSERT OR UPDATE ON profiles
    FOR EACH ROW EXECUTE FUNCTION profiles_spelling();
