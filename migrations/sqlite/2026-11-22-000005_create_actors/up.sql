CREATE TABLE actors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX actors_name_key_index ON actors (name_key, id);
CREATE INDEX actors_created_at_index ON actors (created_at, id);
CREATE INDEX actors_updated_at_index ON actors (updated_at, id);
