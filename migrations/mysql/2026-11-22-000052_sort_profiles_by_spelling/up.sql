-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
ALTER TABLE profiles
    MODIFY COLUMN height_order VARCHAR(656) AS (coalesce(concat(height_key, char(1 using utf8mb4), height), convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN height_down VARCHAR(656) AS (coalesce(concat(height_key, char(1 using utf8mb4), height), '')),
    MODIFY COLUMN country_order VARCHAR(656) AS (coalesce(concat(country_key, char(1 using utf8mb4), country), convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN country_down VARCHAR(656) AS (coalesce(concat(country_key, char(1 using utf8mb4), country), '')),
    MODIFY COLUMN email_order VARCHAR(656) AS (coalesce(concat(email_key, char(1 using utf8mb4), email), convert(char(0x10FFFF using utf32) using utf8mb4))),
    MODIFY COLUMN email_down VARCHAR(656) AS (coalesce(concat(email_key, char(1 using utf8mb4), email), ''));
