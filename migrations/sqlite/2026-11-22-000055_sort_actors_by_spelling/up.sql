-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE actors ADD COLUMN name_order TEXT NOT NULL AS (name_key || char(1) || name);
DROP INDEX actors_name_key_index;
CREATE INDEX actors_name_order_index ON actors (name_order, id);
