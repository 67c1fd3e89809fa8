CREATE TABLE IF NOT EXISTS submissions (
    token VARCHAR(64) NOT NULL PRIMARY KEY,
    digest VARCHAR(64),
    location VARCHAR(255) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    INDEX submissions_created_at_index (created_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
