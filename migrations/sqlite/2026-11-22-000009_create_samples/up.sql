CREATE TABLE samples (
    plan TEXT NOT NULL PRIMARY KEY,
    first_user BIGINT NOT NULL,
    first_movie BIGINT NOT NULL,
    first_actor BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL
);
