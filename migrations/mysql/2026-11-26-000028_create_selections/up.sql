CREATE TABLE IF NOT EXISTS selections (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    operator_id BIGINT NOT NULL,
    entity VARCHAR(64) NOT NULL,
    query TEXT NOT NULL,
    total BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    INDEX selections_created_at_index (created_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
