CREATE TABLE selected (
    selection_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (selection_id, record_id)
) WITHOUT ROWID;
