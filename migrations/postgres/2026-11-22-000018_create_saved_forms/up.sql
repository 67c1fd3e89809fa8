CREATE TABLE saved_forms (
    token_hash VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    operator_id BIGINT NOT NULL,
    path VARCHAR(255) COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX saved_forms_created_at_index ON saved_forms (created_at);
