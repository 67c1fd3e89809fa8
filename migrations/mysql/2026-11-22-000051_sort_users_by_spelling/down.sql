ALTER TABLE users
    ADD INDEX /*M! IF NOT EXISTS */ users_first_name_key_index (first_name_key, id),
    DROP INDEX /*M! IF EXISTS */ users_first_name_order_index,
    DROP COLUMN /*M! IF EXISTS */ first_name_order,
    MODIFY COLUMN last_name_order VARCHAR(400) AS (coalesce(last_name_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN last_name_down VARCHAR(400) AS (coalesce(last_name_key, ''));
