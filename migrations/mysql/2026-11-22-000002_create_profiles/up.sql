-- As users, sorted by what the database derives. The key of the user is a copy to sort by, which the
-- database itself keeps true: a user who is renamed takes it along.
CREATE TABLE IF NOT EXISTS profiles (
    user_id BIGINT NOT NULL PRIMARY KEY,
    height VARCHAR(64),
    height_key VARCHAR(400),
    height_order VARCHAR(656) AS (concat(height_key, char(1 using utf8mb4), height)),
    country VARCHAR(255),
    country_key VARCHAR(400),
    country_order VARCHAR(656) AS (concat(country_key, char(1 using utf8mb4), country)),
    email VARCHAR(254),
    email_key VARCHAR(400),
    email_order VARCHAR(656) AS (concat(email_key, char(1 using utf8mb4), email)),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    user_key VARCHAR(400) NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT profiles_user_key_fkey FOREIGN KEY (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE,
    INDEX profiles_height_order_index (height_order, user_id),
    INDEX profiles_country_order_index (country_order, user_id),
    INDEX profiles_email_order_index (email_order, user_id),
    INDEX profiles_created_at_index (created_at, user_id),
    INDEX profiles_updated_at_index (updated_at, user_id),
    INDEX profiles_user_id_user_key_index (user_id, user_key),
    INDEX profiles_user_key_index (user_key, user_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
