DROP TRIGGER movies_spelling ON movies;
DROP FUNCTION movies_spelling();
ALTER TABLE movies
    DROP COLUMN name_order;
CREATE INDEX movies_name_key_index ON movies (name_key, id);
