ALTER TABLE change_sets ADD COLUMN undoes BIGINT;
CREATE INDEX change_sets_undoes_index ON change_sets (undoes) WHERE undoes IS NOT NULL;
UPDATE change_sets SET undoes =
    (SELECT min(undone_id) FROM change_set_undoes WHERE change_set_id = change_sets.id);
