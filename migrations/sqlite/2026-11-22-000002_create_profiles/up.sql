-- As users, sorted by what the database derives. The key of the user is a copy to sort by, which the
-- database itself keeps true: a user who is renamed takes it along.
CREATE TABLE profiles (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height TEXT,
    height_key TEXT,
    height_order TEXT AS (height_key || char(1) || height),
    country TEXT,
    country_key TEXT,
    country_order TEXT AS (country_key || char(1) || country),
    email TEXT,
    email_key TEXT,
    email_order TEXT AS (email_key || char(1) || email),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    user_key TEXT NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    FOREIGN KEY (user_id, user_key) REFERENCES users (id, first_name_key) ON UPDATE CASCADE
);
CREATE INDEX profiles_height_order_index ON profiles (height_order, user_id);
CREATE INDEX profiles_country_order_index ON profiles (country_order, user_id);
CREATE INDEX profiles_email_order_index ON profiles (email_order, user_id);
CREATE INDEX profiles_created_at_index ON profiles (created_at, user_id);
CREATE INDEX profiles_updated_at_index ON profiles (updated_at, user_id);
CREATE INDEX profiles_user_key_index ON profiles (user_key, user_id);
