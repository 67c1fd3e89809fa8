CREATE TABLE import_rows (
    import_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    cells TEXT NOT NULL,
    outcome TEXT NOT NULL,
    problems TEXT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    versions TEXT NOT NULL,
    changes TEXT NOT NULL,
    match_hash BIGINT,
    PRIMARY KEY (import_id, number),
    FOREIGN KEY (import_id) REFERENCES imports (id)
);
CREATE INDEX import_rows_outcome_index ON import_rows (import_id, outcome, number);
CREATE INDEX import_rows_match_hash_index ON import_rows (import_id, match_hash);
