ALTER TABLE profiles DROP COLUMN user_key,
    DROP COLUMN height_down, DROP COLUMN height_order,
    DROP COLUMN country_down, DROP COLUMN country_order,
    DROP COLUMN email_down, DROP COLUMN email_order;
CREATE INDEX profiles_height_key_index ON profiles (height_key, user_id);
CREATE INDEX profiles_country_key_index ON profiles (country_key, user_id);
CREATE INDEX profiles_email_key_index ON profiles (email_key, user_id);
