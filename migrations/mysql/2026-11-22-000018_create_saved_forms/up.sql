CREATE TABLE IF NOT EXISTS saved_forms (
    token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    operator_id BIGINT NOT NULL,
    path VARCHAR(255) NOT NULL,
    body MEDIUMTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    FOREIGN KEY (operator_id) REFERENCES operators (id),
    INDEX saved_forms_created_at_index (created_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
