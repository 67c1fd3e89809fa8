-- As in users, what is empty stands last. The key of the user is a copy to sort by.
ALTER TABLE profiles
    ADD COLUMN /*M! IF NOT EXISTS */ height_order VARCHAR(400) AS (coalesce(height_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    ADD COLUMN /*M! IF NOT EXISTS */ height_down VARCHAR(400) AS (coalesce(height_key, '')),
    ADD COLUMN /*M! IF NOT EXISTS */ country_order VARCHAR(400) AS (coalesce(country_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    ADD COLUMN /*M! IF NOT EXISTS */ country_down VARCHAR(400) AS (coalesce(country_key, '')),
    ADD COLUMN /*M! IF NOT EXISTS */ email_order VARCHAR(400) AS (coalesce(email_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    ADD COLUMN /*M! IF NOT EXISTS */ email_down VARCHAR(400) AS (coalesce(email_key, '')),
    ADD COLUMN /*M! IF NOT EXISTS */ user_key VARCHAR(400) NOT NULL DEFAULT '',
    ADD INDEX /*M! IF NOT EXISTS */ profiles_height_order_index (height_order, user_id),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_height_down_index (height_down, user_id),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_country_order_index (country_order, user_id),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_country_down_index (country_down, user_id),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_email_order_index (email_order, user_id),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_email_down_index (email_down, user_id),
    DROP INDEX /*M! IF EXISTS */ profiles_height_key_index,
    DROP INDEX /*M! IF EXISTS */ profiles_country_key_index,
    DROP INDEX /*M! IF EXISTS */ profiles_email_key_index;
