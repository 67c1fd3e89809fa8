-- As users, sorted by what the database derives.
CREATE TABLE IF NOT EXISTS actors (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    name_key VARCHAR(400) NOT NULL,
    name_order VARCHAR(656) AS (concat(name_key, char(1 using utf8mb4), name)),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    INDEX actors_name_order_index (name_order, id),
    INDEX actors_created_at_index (created_at, id),
    INDEX actors_updated_at_index (updated_at, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
