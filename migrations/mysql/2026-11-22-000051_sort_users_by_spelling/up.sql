-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE users
    ADD COLUMN /*M! IF NOT EXISTS */ first_name_order VARCHAR(656) AS (concat(first_name_key, char(1 using utf8mb4), first_name)),
    ADD INDEX /*M! IF NOT EXISTS */ users_first_name_order_index (first_name_order, id),
    DROP INDEX /*M! IF EXISTS */ users_first_name_key_index,
    MODIFY COLUMN last_name_order VARCHAR(656) AS (coalesce(concat(last_name_key, char(1 using utf8mb4), last_name), convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN last_name_down VARCHAR(656) AS (coalesce(concat(last_name_key, char(1 using utf8mb4), last_name), ''));
