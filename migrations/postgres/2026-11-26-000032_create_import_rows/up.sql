CREATE TABLE import_rows (
    import_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    cells TEXT COLLATE "C" NOT NULL,
    outcome VARCHAR(16) COLLATE "C" NOT NULL,
    problems TEXT COLLATE "C" NOT NULL,
    record_id BIGINT,
    title TEXT COLLATE "C" NOT NULL,
    versions TEXT COLLATE "C" NOT NULL,
    changes TEXT COLLATE "C" NOT NULL,
    match_hash BIGINT,
    PRIMARY KEY (import_id, number),
    FOREIGN KEY (import_id) REFERENCES imports (id)
);
CREATE INDEX import_rows_outcome_index ON import_rows (import_id, outcome, number);
CREATE INDEX import_rows_match_hash_index ON import_rows (import_id, match_hash);
