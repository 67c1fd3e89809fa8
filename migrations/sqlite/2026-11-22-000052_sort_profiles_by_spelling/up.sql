-- Texts that are folded alike are sorted by how they are spelled: it stands behind the folded text and a
-- character before all others.
DROP INDEX profiles_height_order_index;
ALTER TABLE profiles DROP COLUMN height_order;
ALTER TABLE profiles ADD COLUMN height_order TEXT NOT NULL AS (coalesce(height_key || char(1) || height, char(1114111)));
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
DROP INDEX profiles_height_down_index;
ALTER TABLE profiles DROP COLUMN height_down;
ALTER TABLE profiles ADD COLUMN height_down TEXT NOT NULL AS (coalesce(height_key || char(1) || height, ''));
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
DROP INDEX profiles_country_order_index;
ALTER TABLE profiles DROP COLUMN country_order;
ALTER TABLE profiles ADD COLUMN country_order TEXT NOT NULL AS (coalesce(country_key || char(1) || country, char(1114111)));
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
DROP INDEX profiles_country_down_index;
ALTER TABLE profiles DROP COLUMN country_down;
ALTER TABLE profiles ADD COLUMN country_down TEXT NOT NULL AS (coalesce(country_key || char(1) || country, ''));
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
DROP INDEX profiles_email_order_index;
ALTER TABLE profiles DROP COLUMN email_order;
ALTER TABLE profiles ADD COLUMN email_order TEXT NOT NULL AS (coalesce(email_key || char(1) || email, char(1114111)));
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
DROP INDEX profiles_email_down_index;
ALTER TABLE profiles DROP COLUMN email_down;
ALTER TABLE profiles ADD COLUMN email_down TEXT NOT NULL AS (coalesce(email_key || char(1) || email, ''));
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
