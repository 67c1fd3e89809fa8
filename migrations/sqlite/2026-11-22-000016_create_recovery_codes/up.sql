CREATE TABLE recovery_codes (
    operator_id BIGINT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (operator_id, code_hash),
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
