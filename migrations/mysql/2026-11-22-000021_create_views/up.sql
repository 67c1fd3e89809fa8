CREATE TABLE IF NOT EXISTS views (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    entity VARCHAR(64) NOT NULL,
    operator_id BIGINT,
    role VARCHAR(64),
    name VARCHAR(64) NOT NULL,
    name_key VARCHAR(400) NOT NULL,
    query TEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE INDEX views_operator_id_index (operator_id, entity, name_key),
    FOREIGN KEY (operator_id) REFERENCES operators (id),
    INDEX views_entity_index (entity, role)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
