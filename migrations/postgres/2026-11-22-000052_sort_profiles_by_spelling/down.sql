DROP TRIGGER profiles_spelling ON profiles;
DROP FUNCTION profiles_spelling();
ALTER TABLE profiles
    DROP COLUMN height_order,
    ADD COLUMN height_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(height_key, U&'\+10FFFF')) STORED,
    DROP COLUMN height_down,
    ADD COLUMN height_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(height_key, '')) STORED,
    DROP COLUMN country_order,
    ADD COLUMN country_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(country_key, U&'\+10FFFF')) STORED,
    DROP COLUMN country_down,
    ADD COLUMN country_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(country_key, '')) STORED,
    DROP COLUMN email_order,
    ADD COLUMN email_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(email_key, U&'\+10FFFF')) STORED,
    DROP COLUMN email_down,
    ADD COLUMN email_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(email_key, '')) STORED;
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
