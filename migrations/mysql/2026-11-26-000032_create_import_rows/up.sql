CREATE TABLE IF NOT EXISTS import_rows (
    import_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    cells LONGTEXT NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    problems LONGTEXT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    versions VARCHAR(255) NOT NULL,
    changes LONGTEXT NOT NULL,
    match_hash BIGINT,
    PRIMARY KEY (import_id, number),
    FOREIGN KEY (import_id) REFERENCES imports (id),
    INDEX import_rows_outcome_index (import_id, outcome, number),
    INDEX import_rows_match_hash_index (import_id, match_hash)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
