-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others. A trigger derives it, since PostgreSQL does not alter the type of a
-- column that a generated one is made from; and it reads the row as JSON, whatever type that has by then.
ALTER TABLE actors
    ADD COLUMN name_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION actors_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts jsonb := to_jsonb(NEW);
BEGIN
    NEW.name_order := texts ->> 'name_key' || U&'\0001' || (texts ->> 'name');
    RETURN NEW;
END
$$;
CREATE TRIGGER actors_spelling BEFORE INSERT OR UPDATE ON actors
    FOR EACH ROW EXECUTE FUNCTION actors_spelling();
UPDATE actors SET id = id;
DROP INDEX actors_name_key_index;
CREATE INDEX actors_name_order_index ON actors (name_order, id);
