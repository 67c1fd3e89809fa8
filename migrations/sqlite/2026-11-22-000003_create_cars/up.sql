-- As profiles, sorted by what the database derives and by a copy of the user's key.
CREATE TABLE cars (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    name_order TEXT NOT NULL AS (name_key || char(1) || name),
    color TEXT NOT NULL,
    color_key TEXT NOT NULL,
    color_order TEXT NOT NULL AS (color_key || char(1) || color),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    user_key TEXT NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    FOREIGN KEY (user_id, user_key) REFERENCES users (id, first_name_key) ON UPDATE CASCADE
);
CREATE INDEX cars_user_id_index ON cars (user_id, id);
CREATE INDEX cars_name_order_index ON cars (name_order, id);
CREATE INDEX cars_color_order_index ON cars (color_order, id);
CREATE INDEX cars_created_at_index ON cars (created_at, id);
CREATE INDEX cars_updated_at_index ON cars (updated_at, id);
CREATE INDEX cars_user_key_index ON cars (user_key, id);
