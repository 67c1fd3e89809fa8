CREATE TABLE IF NOT EXISTS changes (
    change_set_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    entity VARCHAR(64) NOT NULL,
    record_id BIGINT NOT NULL,
    other_id BIGINT,
    kind VARCHAR(16) NOT NULL,
    version INT,
    title TEXT NOT NULL,
    other_title TEXT NOT NULL,
    old_values LONGTEXT NOT NULL,
    new_values LONGTEXT NOT NULL,
    subjects TEXT NOT NULL,
    PRIMARY KEY (change_set_id, number),
    FOREIGN KEY (change_set_id) REFERENCES change_sets (id),
    INDEX changes_deleted_index (entity, kind, change_set_id, number)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
