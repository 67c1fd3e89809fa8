CREATE TABLE IF NOT EXISTS selected (
    selection_id BIGINT NOT NULL,
    record_id BIGINT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (selection_id, record_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
