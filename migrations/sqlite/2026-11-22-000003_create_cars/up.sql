CREATE TABLE cars (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    color TEXT NOT NULL,
    color_key TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX cars_user_id_index ON cars (user_id, id);
CREATE INDEX cars_name_key_index ON cars (name_key, id);
CREATE INDEX cars_color_key_index ON cars (color_key, id);
CREATE INDEX cars_created_at_index ON cars (created_at, id);
CREATE INDEX cars_updated_at_index ON cars (updated_at, id);
