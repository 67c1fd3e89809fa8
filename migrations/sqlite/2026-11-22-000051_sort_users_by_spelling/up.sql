-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE users ADD COLUMN first_name_order TEXT NOT NULL AS (first_name_key || char(1) || first_name);
DROP INDEX users_first_name_key_index;
CREATE INDEX users_first_name_order_index ON users (first_name_order, id);
DROP INDEX users_last_name_order_index;
ALTER TABLE users DROP COLUMN last_name_order;
ALTER TABLE users ADD COLUMN last_name_order TEXT NOT NULL AS (coalesce(last_name_key || char(1) || last_name, char(1114111)));
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
DROP INDEX users_last_name_down_index;
ALTER TABLE users DROP COLUMN last_name_down;
ALTER TABLE users ADD COLUMN last_name_down TEXT NOT NULL AS (coalesce(last_name_key || char(1) || last_name, ''));
CREATE INDEX users_last_name_down_index ON users (last_name_down, id);
