CREATE TABLE movies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX movies_name_key_index ON movies (name_key, id);
CREATE INDEX movies_created_at_index ON movies (created_at, id);
CREATE INDEX movies_updated_at_index ON movies (updated_at, id);
