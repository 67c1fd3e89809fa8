CREATE TABLE selections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operator_id BIGINT NOT NULL,
    entity TEXT NOT NULL,
    query TEXT NOT NULL,
    total BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX selections_created_at_index ON selections (created_at);
