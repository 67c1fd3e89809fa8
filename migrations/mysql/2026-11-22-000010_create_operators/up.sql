CREATE TABLE IF NOT EXISTS operators (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(64) NOT NULL,
    name_key VARCHAR(128) NOT NULL UNIQUE,
    password_hash VARCHAR(255),
    totp_secret VARCHAR(64),
    totp_step BIGINT NOT NULL DEFAULT 0,
    disabled_at DATETIME(6),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
