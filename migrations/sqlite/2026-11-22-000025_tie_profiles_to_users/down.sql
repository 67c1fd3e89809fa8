CREATE TABLE profiles_tied (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height TEXT,
    height_key TEXT,
    country TEXT,
    country_key TEXT,
    email TEXT,
    email_key TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    height_order TEXT NOT NULL AS (coalesce(height_key, char(1114111))),
    height_down TEXT NOT NULL AS (coalesce(height_key, '')),
    country_order TEXT NOT NULL AS (coalesce(country_key, char(1114111))),
    country_down TEXT NOT NULL AS (coalesce(country_key, '')),
    email_order TEXT NOT NULL AS (coalesce(email_key, char(1114111))),
    email_down TEXT NOT NULL AS (coalesce(email_key, '')),
    user_key TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (user_id) REFERENCES users (id)
);
INSERT INTO profiles_tied (
    user_id, height, height_key, country, country_key, email, email_key, version, created_at, updated_at, user_key
)
SELECT
    user_id, height, height_key, country, country_key, email, email_key, version, created_at, updated_at, user_key
FROM profiles;
DROP TABLE profiles;
ALTER TABLE profiles_tied RENAME TO profiles;
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_height_down_index ON profiles (height_down, user_id);
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_country_down_index ON profiles (country_down, user_id);
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_email_down_index ON profiles (email_down, user_id);
CREATE INDEX profiles_created_at_index ON profiles (created_at, user_id);
CREATE INDEX profiles_updated_at_index ON profiles (updated_at, user_id);
