CREATE TABLE IF NOT EXISTS recovery_codes (
    operator_id BIGINT NOT NULL,
    code_hash VARCHAR(64) NOT NULL,
    used_at DATETIME(6),
    PRIMARY KEY (operator_id, code_hash),
    FOREIGN KEY (operator_id) REFERENCES operators (id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
