-- As in users, what is empty stands last. The key of the user is a copy to sort by.
ALTER TABLE profiles
    ADD COLUMN height_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(height_key, U&'\+10FFFF')) STORED,
    ADD COLUMN height_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(height_key, '')) STORED,
    ADD COLUMN country_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(country_key, U&'\+10FFFF')) STORED,
    ADD COLUMN country_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(country_key, '')) STORED,
    ADD COLUMN email_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(email_key, U&'\+10FFFF')) STORED,
    ADD COLUMN email_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(email_key, '')) STORED,
    ADD COLUMN user_key VARCHAR(400) COLLATE "C" NOT NULL DEFAULT '';
DROP INDEX profiles_height_key_index;
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
DROP INDEX profiles_country_key_index;
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
DROP INDEX profiles_email_key_index;
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
