DROP INDEX actors_name_order_index;
CREATE INDEX actors_name_key_index ON actors (name_key, id);
ALTER TABLE actors DROP COLUMN name_order;
