CREATE TABLE views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entity TEXT NOT NULL,
    operator_id BIGINT,
    role TEXT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (operator_id, entity, name_key),
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX views_entity_index ON views (entity, role);
