CREATE TABLE profiles (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height VARCHAR(64) COLLATE "C",
    height_key VARCHAR(400) COLLATE "C",
    country VARCHAR(255) COLLATE "C",
    country_key VARCHAR(400) COLLATE "C",
    email VARCHAR(254) COLLATE "C",
    email_key VARCHAR(400) COLLATE "C",
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
