CREATE TABLE IF NOT EXISTS job_problems (
    job_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
