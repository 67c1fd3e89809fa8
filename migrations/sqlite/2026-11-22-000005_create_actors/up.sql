-- As users, sorted by what the database derives.
CREATE TABLE actors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_order TEXT NOT NULL AS (name_key || char(1) || name),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX actors_name_order_index ON actors (name_order, id);
CREATE INDEX actors_created_at_index ON actors (created_at, id);
CREATE INDEX actors_updated_at_index ON actors (updated_at, id);
