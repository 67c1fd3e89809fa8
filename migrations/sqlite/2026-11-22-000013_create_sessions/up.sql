CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    operator_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX sessions_operator_id_index ON sessions (operator_id, ended_at);
CREATE INDEX sessions_seen_at_index ON sessions (seen_at);
