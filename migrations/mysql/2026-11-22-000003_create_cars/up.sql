CREATE TABLE IF NOT EXISTS cars (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    name_key VARCHAR(400) NOT NULL,
    color VARCHAR(255) NOT NULL,
    color_key VARCHAR(400) NOT NULL,
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    INDEX cars_user_id_index (user_id, id),
    INDEX cars_name_key_index (name_key, id),
    INDEX cars_color_key_index (color_key, id),
    INDEX cars_created_at_index (created_at, id),
    INDEX cars_updated_at_index (updated_at, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
