CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    title TEXT NOT NULL,
    operator_id BIGINT NOT NULL,
    operator TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL,
    position TEXT NOT NULL,
    change_set_id BIGINT,
    total BIGINT,
    done BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    message TEXT NOT NULL,
    taken_by TEXT,
    beat BIGINT NOT NULL,
    worked BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP
);
CREATE INDEX jobs_open_index ON jobs (id) WHERE finished_at IS NULL;
CREATE INDEX jobs_operator_id_index ON jobs (operator_id, id);
