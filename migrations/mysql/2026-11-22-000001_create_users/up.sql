CREATE TABLE IF NOT EXISTS users (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    first_name VARCHAR(255) NOT NULL,
    first_name_key VARCHAR(400) NOT NULL,
    last_name VARCHAR(255),
    last_name_key VARCHAR(400),
    age INT CHECK (age BETWEEN 0 AND 150),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    INDEX users_first_name_key_index (first_name_key, id),
    INDEX users_last_name_key_index (last_name_key, id),
    INDEX users_age_index (age, id),
    INDEX users_created_at_index (created_at, id),
    INDEX users_updated_at_index (updated_at, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
