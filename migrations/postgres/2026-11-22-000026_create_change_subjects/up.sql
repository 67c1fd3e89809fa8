-- An index of changes by what they happened to. It has no foreign key: that would cost as much as
-- all else that is written for a change.
CREATE TABLE change_subjects (
    entity VARCHAR(64) COLLATE "C" NOT NULL,
    record_id BIGINT NOT NULL,
    change_set_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (entity, record_id, change_set_id, number)
);
