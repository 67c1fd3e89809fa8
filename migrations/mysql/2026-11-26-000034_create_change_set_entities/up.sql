-- An index of change sets by the tables of what they changed, without a foreign key as the one of
-- changes by what they happened to.
CREATE TABLE IF NOT EXISTS change_set_entities (
    entity VARCHAR(64) NOT NULL,
    change_set_id BIGINT NOT NULL,
    PRIMARY KEY (entity, change_set_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
