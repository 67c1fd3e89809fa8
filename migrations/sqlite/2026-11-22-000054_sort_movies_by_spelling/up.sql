-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE movies ADD COLUMN name_order TEXT NOT NULL AS (name_key || char(1) || name);
DROP INDEX movies_name_key_index;
CREATE INDEX movies_name_order_index ON movies (name_order, id);
