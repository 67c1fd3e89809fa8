-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others. A trigger derives it, since PostgreSQL does not alter the type of a
-- column that a generated one is made from; and it reads the row as JSON, whatever type that has by then.
ALTER TABLE cars
    ADD COLUMN name_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN color_order VARCHAR(656) COLLATE "C" NOT NULL DEFAULT '';
CREATE FUNCTION cars_spelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts jsonb := to_jsonb(NEW);
BEGIN
    NEW.name_order := texts ->> 'name_key' || U&'\0001' || (texts ->> 'name');
    NEW.color_order := texts ->> 'color_key' || U&'\0001' || (texts ->> 'color');
    RETURN NEW;
END
$$;
CREATE TRIGGER cars_spelling BEFORE INSERT OR UPDATE ON cars
    FOR EACH ROW EXECUTE FUNCTION cars_spelling();
UPDATE cars SET id = id;
DROP INDEX cars_name_key_index;
CREATE INDEX cars_name_order_index ON cars (name_order, id);
DROP INDEX cars_color_key_index;
CREATE INDEX cars_color_order_index ON cars (color_order, id);
