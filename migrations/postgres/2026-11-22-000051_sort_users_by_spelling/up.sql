-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others. A trigger derives it, since PostgreSQL does not alter the type of a
-- column that a generated one is made from; and it reads the row as JSON, whatever type that has by then.
ALTER TABLE users
    ADD COLUMN first_name_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN last_name_order,
    ADD COLUMN last_name_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    DROP COLUMN last_name_down,
    ADD COLUMN last_name_down VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION users_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts jsonb := to_jsonb(NEW);
BEGIN
    NEW.first_name_order := texts ->> 'first_name_key' || U&'\0001' || (texts ->> 'first_name');
    NEW.last_name_order := coalesce(texts ->> 'last_name_key' || U&'\0001' || (texts ->> 'last_name'), U&'\+10FFFF');
    NEW.last_name_down := coalesce(texts ->> 'last_name_key' || U&'\0001' || (texts ->> 'last_name'), '');
    RETURN NEW;
END
$$;
CREATE TRIGGER users_spelling BEFORE INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION users_spelling();
UPDATE users SET id = id;
DROP INDEX users_first_name_key_index;
CREATE INDEX users_first_name_order_index ON users (first_name_order, id);
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
CREATE INDEX users_last_name_down_index ON users (last_name_down, id);
