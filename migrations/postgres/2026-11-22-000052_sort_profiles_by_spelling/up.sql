-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others. A trigger derives it, since PostgreSQL does not alter the type of a
-- column that a generated one is made from; and it reads the row as JSON, whatever type that has by then.
ALTER TABLE profiles
    DROP COLUMN height_order,
    ADD COLUMN height_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN height_down,
    ADD COLUMN height_down VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN country_order,
    ADD COLUMN country_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN country_down,
    ADD COLUMN country_down VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN email_order,
    ADD COLUMN email_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN email_down,
    ADD COLUMN email_down VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION profiles_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts jsonb := to_jsonb(NEW);
BEGIN
    NEW.height_order := coalesce(texts ->> 'height_key' || U&'\0001' || (texts ->> 'height'), U&'\+10FFFF');
    NEW.height_down := coalesce(texts ->> 'height_key' || U&'\0001' || (texts ->> 'height'), '');
    NEW.country_order := coalesce(texts ->> 'country_key' || U&'\0001' || (texts ->> 'country'), U&'\+10FFFF');
    NEW.country_down := coalesce(texts ->> 'country_key' || U&'\0001' || (texts ->> 'country'), '');
    NEW.email_order := coalesce(texts ->> 'email_key' || U&'\0001' || (texts ->> 'email'), U&'\+10FFFF');
    NEW.email_down := coalesce(texts ->> 'email_key' || U&'\0001' || (texts ->> 'email'), '');
    RETURN NEW;
END
$$;
CREATE TRIGGER profiles_spelling BEFORE INSERT OR UPDATE ON profiles
    FOR EACH ROW EXECUTE FUNCTION profiles_spelling();
UPDATE profiles SET user_id = user_id;
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
