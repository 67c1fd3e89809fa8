DROP INDEX cars_name_order_index;
CREATE INDEX cars_name_key_index ON cars (name_key, id);
ALTER TABLE cars DROP COLUMN name_order;
DROP INDEX cars_color_order_index;
CREATE INDEX cars_color_key_index ON cars (color_key, id);
ALTER TABLE cars DROP COLUMN color_order;
