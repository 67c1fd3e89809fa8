DROP INDEX movies_name_order_index;
CREATE INDEX movies_name_key_index ON movies (name_key, id);
ALTER TABLE movies DROP COLUMN name_order;
