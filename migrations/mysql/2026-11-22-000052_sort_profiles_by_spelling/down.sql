ALTER TABLE profiles
    MODIFY COLUMN height_order VARCHAR(400) AS (coalesce(height_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN height_down VARCHAR(400) AS (coalesce(height_key, '')),
    MODIFY COLUMN country_order VARCHAR(400) AS (coalesce(country_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN country_down VARCHAR(400) AS (coalesce(country_key, '')),
    MODIFY COLUMN email_order VARCHAR(400) AS (coalesce(email_key, convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN email_down VARCHAR(400) AS (coalesce(email_key, ''));
