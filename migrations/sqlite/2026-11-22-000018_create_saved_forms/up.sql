CREATE TABLE saved_forms (
    token_hash TEXT NOT NULL PRIMARY KEY,
    operator_id BIGINT NOT NULL,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX saved_forms_created_at_index ON saved_forms (created_at);
