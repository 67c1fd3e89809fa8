-- As profiles, sorted by what the database derives and by a copy of the user's key.
CREATE TABLE IF NOT EXISTS cars (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    name VARCHAR(255) NOT NULL,
    name_key VARCHAR(400) NOT NULL,
    name_order VARCHAR(656) AS (concat(name_key, char(1 using utf8mb4), name)),
    color VARCHAR(255) NOT NULL,
    color_key VARCHAR(400) NOT NULL,
    color_order VARCHAR(656) AS (concat(color_key, char(1 using utf8mb4), color)),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    user_key VARCHAR(400) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT cars_user_key_fkey FOREIGN KEY (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE,
    INDEX cars_user_id_index (user_id, id),
    INDEX cars_name_order_index (name_order, id),
    INDEX cars_color_order_index (color_order, id),
    INDEX cars_created_at_index (created_at, id),
    INDEX cars_updated_at_index (updated_at, id),
    INDEX cars_user_id_user_key_index (user_id, user_key),
    INDEX cars_user_key_index (user_key, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
