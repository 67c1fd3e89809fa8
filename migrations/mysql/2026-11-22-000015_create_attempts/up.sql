CREATE TABLE IF NOT EXISTS attempts (
    subject VARCHAR(191) NOT NULL PRIMARY KEY,
    failures INT NOT NULL,
    last_at DATETIME(6) NOT NULL,
    free_at DATETIME(6) NOT NULL,
    INDEX attempts_last_at_index (last_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
