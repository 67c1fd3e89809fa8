-- Lists are sorted by what the database derives. Texts that are folded alike are sorted by how they
-- are spelled: it stands behind the folded text and a character before all others. What is empty
-- stands last, whichever way a list is sorted: behind all else in ..._order, before all else in
-- ..._down, which is read from its end. The unique index is there for the foreign keys of profiles
-- and cars.
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_name TEXT NOT NULL,
    first_name_key TEXT NOT NULL,
    first_name_order TEXT NOT NULL AS (first_name_key || char(1) || first_name),
    last_name TEXT,
    last_name_key TEXT,
    last_name_order TEXT NOT NULL AS (coalesce(last_name_key || char(1) || last_name, char(1114111))),
    last_name_down TEXT NOT NULL AS (coalesce(last_name_key || char(1) || last_name, '')),
    age INTEGER CHECK (age BETWEEN 0 AND 150),
    age_order INTEGER NOT NULL AS (coalesce(age, 2147483647)),
    age_down INTEGER NOT NULL AS (coalesce(age, -2147483648)),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX users_key_index ON users (id, first_name_key);
CREATE INDEX users_first_name_order_index ON users (first_name_order, id);
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
CREATE INDEX users_last_name_down_index ON users (last_name_down, id);
CREATE INDEX users_age_order_index ON users (age_order, id);
CREATE INDEX users_age_down_index ON users (age_down, id);
CREATE INDEX users_created_at_index ON users (created_at, id);
CREATE INDEX users_updated_at_index ON users (updated_at, id);
