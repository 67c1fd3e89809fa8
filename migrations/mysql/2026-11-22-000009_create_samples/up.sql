CREATE TABLE IF NOT EXISTS samples (
    plan VARCHAR(191) NOT NULL PRIMARY KEY,
    first_user BIGINT NOT NULL,
    first_movie BIGINT NOT NULL,
    first_actor BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    started_at DATETIME(6) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
