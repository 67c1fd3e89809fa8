CREATE TABLE job_problems (
    job_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    record_id BIGINT,
    title TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (job_id, number)
);
