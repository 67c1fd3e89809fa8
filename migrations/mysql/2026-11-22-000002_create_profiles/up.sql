CREATE TABLE IF NOT EXISTS profiles (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height VARCHAR(64),
    height_key VARCHAR(400),
    country VARCHAR(255),
    country_key VARCHAR(400),
    email VARCHAR(254),
    email_key VARCHAR(400),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    INDEX profiles_height_key_index (height_key, user_id),
    INDEX profiles_country_key_index (country_key, user_id),
    INDEX profiles_email_key_index (email_key, user_id),
    INDEX profiles_created_at_index (created_at, user_id),
    INDEX profiles_updated_at_index (updated_at, user_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
