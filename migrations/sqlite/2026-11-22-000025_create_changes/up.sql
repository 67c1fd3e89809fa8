CREATE TABLE changes (
    change_set_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    entity TEXT NOT NULL,
    record_id BIGINT NOT NULL,
    other_id BIGINT,
    kind TEXT NOT NULL,
    version INTEGER,
    title TEXT NOT NULL,
    other_title TEXT NOT NULL,
    old_values TEXT NOT NULL,
    new_values TEXT NOT NULL,
    subjects TEXT NOT NULL,
    PRIMARY KEY (change_set_id, number),
    FOREIGN KEY (change_set_id) REFERENCES change_sets (id)
) WITHOUT ROWID;
CREATE INDEX changes_deleted_index ON changes (entity, change_set_id, number)
    WHERE kind = 'deleted';
