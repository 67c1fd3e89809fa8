DROP TRIGGER actors_spelling ON actors;
DROP FUNCTION actors_spelling();
ALTER TABLE actors
    DROP COLUMN name_order;
CREATE INDEX actors_name_key_index ON actors (name_key, id);
