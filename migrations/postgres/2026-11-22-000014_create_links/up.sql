CREATE TABLE links (
    token_hash VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    purpose VARCHAR(16) COLLATE "C" NOT NULL,
    operator_id BIGINT,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX links_expires_at_index ON links (expires_at);
