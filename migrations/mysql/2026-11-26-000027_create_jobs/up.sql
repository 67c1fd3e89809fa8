CREATE TABLE IF NOT EXISTS jobs (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    kind VARCHAR(16) NOT NULL,
    entity VARCHAR(64) NOT NULL,
    title TEXT NOT NULL,
    operator_id BIGINT NOT NULL,
    operator VARCHAR(64) NOT NULL,
    parameters LONGTEXT NOT NULL,
    state VARCHAR(16) NOT NULL,
    position LONGTEXT NOT NULL,
    change_set_id BIGINT,
    total BIGINT,
    done BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    message TEXT NOT NULL,
    taken_by VARCHAR(64),
    beat BIGINT NOT NULL,
    worked BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    started_at DATETIME(6),
    finished_at DATETIME(6),
    INDEX jobs_open_index (finished_at, id),
    INDEX jobs_operator_id_index (operator_id, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
CREATE TABLE IF NOT EXISTS job_problems (
    job_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
