-- As users, sorted by what the database derives.
CREATE TABLE movies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_order TEXT NOT NULL AS (name_key || char(1) || name),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX movies_name_order_index ON movies (name_order, id);
CREATE INDEX movies_created_at_index ON movies (created_at, id);
CREATE INDEX movies_updated_at_index ON movies (updated_at, id);
