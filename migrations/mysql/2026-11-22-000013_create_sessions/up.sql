CREATE TABLE IF NOT EXISTS sessions (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    token_hash VARCHAR(64) NOT NULL UNIQUE,
    operator_id BIGINT NOT NULL,
    address VARCHAR(64) NOT NULL,
    browser VARCHAR(255) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6),
    FOREIGN KEY (operator_id) REFERENCES operators (id),
    INDEX sessions_operator_id_index (operator_id, ended_at),
    INDEX sessions_seen_at_index (seen_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
