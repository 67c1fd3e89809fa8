-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE actors
    ADD COLUMN /*M! IF NOT EXISTS */ name_order VARCHAR(656) AS (concat(name_key, char(1 using utf8mb4), name)),
    ADD INDEX /*M! IF NOT EXISTS */ actors_name_order_index (name_order, id),
    DROP INDEX /*M! IF EXISTS */ actors_name_key_index;
