-- Lists are sorted by what the database derives. Texts that are folded alike are sorted by how they
-- are spelled: it stands behind the folded text and a character before all others. The unique
-- index is there for the foreign keys of profiles and cars.
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_name TEXT NOT NULL,
    first_name_key TEXT NOT NULL,
    first_name_order TEXT NOT NULL AS (first_name_key || char(1) || first_name),
    last_name TEXT,
    last_name_key TEXT,
    last_name_order TEXT AS (last_name_key || char(1) || last_name),
    age INTEGER CHECK (age BETWEEN 0 AND 150),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX users_key_index ON users (id, first_name_key);
CREATE INDEX users_first_name_order_index ON users (first_name_order, id);
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
CREATE INDEX users_age_index ON users (age, id);
CREATE INDEX users_created_at_index ON users (created_at, id);
CREATE INDEX users_updated_at_index ON users (updated_at, id);
