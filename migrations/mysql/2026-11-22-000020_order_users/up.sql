-- What is empty stands last, whichever way a list is sorted: behind all else in the one column,
-- before all else in the other, which is read from its end.
ALTER TABLE users
    ADD COLUMN /*M! IF NOT EXISTS */ last_name_order VARCHAR(400) AS (coalesce(last_name_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    ADD COLUMN /*M! IF NOT EXISTS */ last_name_down VARCHAR(400) AS (coalesce(last_name_key, '')),
    ADD COLUMN /*M! IF NOT EXISTS */ age_order INT AS (coalesce(age, 2147483647)),
    ADD COLUMN /*M! IF NOT EXISTS */ age_down INT AS (coalesce(age, -2147483648)),
    ADD INDEX /*M! IF NOT EXISTS */ users_last_name_order_index (last_name_order, id),
    ADD INDEX /*M! IF NOT EXISTS */ users_last_name_down_index (last_name_down, id),
    ADD INDEX /*M! IF NOT EXISTS */ users_age_order_index (age_order, id),
    ADD INDEX /*M! IF NOT EXISTS */ users_age_down_index (age_down, id),
    ADD UNIQUE INDEX /*M! IF NOT EXISTS */ users_key_index (id, first_name_key),
    DROP INDEX /*M! IF EXISTS */ users_last_name_key_index,
    DROP INDEX /*M! IF EXISTS */ users_age_index;
