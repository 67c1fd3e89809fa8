CREATE TABLE profiles (
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
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX profiles_height_key_index ON profiles (height_key, user_id);
CREATE INDEX profiles_country_key_index ON profiles (country_key, user_id);
CREATE INDEX profiles_email_key_index ON profiles (email_key, user_id);
CREATE INDEX profiles_created_at_index ON profiles (created_at, user_id);
CREATE INDEX profiles_updated_at_index ON profiles (updated_at, user_id);
