-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE cars ADD COLUMN name_order TEXT NOT NULL AS (name_key || char(1) || name);
DROP INDEX cars_name_key_index;
CREATE INDEX cars_name_order_index ON cars (name_order, id);
ALTER TABLE cars ADD COLUMN color_order TEXT NOT NULL AS (color_key || char(1) || color);
DROP INDEX cars_color_key_index;
CREATE INDEX cars_color_order_index ON cars (color_order, id);
