CREATE TABLE changes (
    change_set_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    entity VARCHAR(64) COLLATE "C" NOT NULL,
    record_id BIGINT NOT NULL,
    other_id BIGINT,
    kind VARCHAR(16) COLLATE "C" NOT NULL,
    version INTEGER,
    title TEXT COLLATE "C" NOT NULL,
    other_title TEXT COLLATE "C" NOT NULL,
    old_values TEXT COLLATE "C" NOT NULL,
    new_values TEXT COLLATE "C" NOT NULL,
    subjects TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (change_set_id, number),
    FOREIGN KEY (change_set_id) REFERENCES change_sets (id)
);
CREATE INDEX changes_deleted_index ON changes (entity, change_set_id, number)
    WHERE kind = 'deleted';
