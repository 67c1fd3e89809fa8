CREATE TABLE change_sets (
    id INTEGER PRIMARY KEY,
    happened_at TIMESTAMP NOT NULL,
    operator_id BIGINT,
    operator TEXT NOT NULL,
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    undoes BIGINT,
    entity TEXT NOT NULL,
    record_id BIGINT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    summary TEXT NOT NULL,
    seal_number BIGINT,
    seal TEXT
);
CREATE INDEX change_sets_happened_at_index ON change_sets (happened_at, id);
CREATE INDEX change_sets_operator_id_index ON change_sets (operator_id, id);
CREATE INDEX change_sets_undoes_index ON change_sets (undoes) WHERE undoes IS NOT NULL;
-- What is not sealed yet is found by the one, the chain by the other: a row is in one of them.
CREATE INDEX change_sets_open_index ON change_sets (id) WHERE seal_number IS NULL;
CREATE UNIQUE INDEX change_sets_seal_number_index ON change_sets (seal_number)
    WHERE seal_number IS NOT NULL;
