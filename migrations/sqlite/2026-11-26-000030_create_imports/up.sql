CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operator_id BIGINT,
    entity TEXT NOT NULL,
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    format TEXT NOT NULL,
    size BIGINT NOT NULL,
    digest TEXT NOT NULL,
    header_digest TEXT NOT NULL,
    settings TEXT NOT NULL,
    position BIGINT NOT NULL,
    line BIGINT NOT NULL,
    created_count BIGINT NOT NULL,
    changed_count BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    problem TEXT NOT NULL,
    job_id BIGINT,
    change_set_id BIGINT,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX imports_operator_id_index ON imports (operator_id, entity, id);
CREATE INDEX imports_updated_at_index ON imports (updated_at, id);
