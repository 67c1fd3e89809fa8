CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_name TEXT NOT NULL,
    first_name_key TEXT NOT NULL,
    last_name TEXT,
    last_name_key TEXT,
    age INTEGER CHECK (age BETWEEN 0 AND 150),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX users_first_name_key_index ON users (first_name_key, id);
CREATE INDEX users_last_name_key_index ON users (last_name_key, id);
CREATE INDEX users_age_index ON users (age, id);
CREATE INDEX users_created_at_index ON users (created_at, id);
CREATE INDEX users_updated_at_index ON users (updated_at, id);
