-- As in users, what is empty stands last. The key of the user is a copy to sort by.
ALTER TABLE profiles ADD COLUMN height_order TEXT NOT NULL AS (coalesce(height_key, char(1114111)));
ALTER TABLE profiles ADD COLUMN height_down TEXT NOT NULL AS (coalesce(height_key, ''));
ALTER TABLE profiles ADD COLUMN country_order TEXT NOT NULL AS (coalesce(country_key, char(1114111)));
ALTER TABLE profiles ADD COLUMN country_down TEXT NOT NULL AS (coalesce(country_key, ''));
ALTER TABLE profiles ADD COLUMN email_order TEXT NOT NULL AS (coalesce(email_key, char(1114111)));
ALTER TABLE profiles ADD COLUMN email_down TEXT NOT NULL AS (coalesce(email_key, ''));
ALTER TABLE profiles ADD COLUMN user_key TEXT NOT NULL DEFAULT '';
DROP INDEX profiles_height_key_index;
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
DROP INDEX profiles_country_key_index;
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
DROP INDEX profiles_email_key_index;
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
