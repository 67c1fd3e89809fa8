-- The database itself keeps the copy of the user's key true: a user who is renamed takes it along.
-- SQLite takes a foreign key into a table only when it is made, so it is made anew.
CREATE TABLE cars_tied (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    color TEXT NOT NULL,
    color_key TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    user_key TEXT NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    FOREIGN KEY (user_id, user_key) REFERENCES users (id, first_name_key) ON UPDATE CASCADE
);
INSERT INTO cars_tied (
    id, user_id, name, name_key, color, color_key, version, created_at, updated_at, user_key
)
SELECT
    id, user_id, name, name_key, color, color_key, version, created_at, updated_at, user_key
FROM cars;
DELETE FROM sqlite_sequence WHERE name = 'cars_tied';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'cars_tied', seq FROM sqlite_sequence WHERE name = 'cars';
DROP TABLE cars;
ALTER TABLE cars_tied RENAME TO cars;
CREATE INDEX cars_user_id_index ON cars (user_id, id);
CREATE INDEX cars_name_key_index ON cars (name_key, id);
CREATE INDEX cars_color_key_index ON cars (color_key, id);
CREATE INDEX cars_created_at_index ON cars (created_at, id);
CREATE INDEX cars_updated_at_index ON cars (updated_at, id);
CREATE INDEX cars_user_key_index ON cars (user_key, id);
