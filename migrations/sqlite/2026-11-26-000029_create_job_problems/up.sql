CREATE TABLE job_problems (
    job_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
) WITHOUT ROWID;
