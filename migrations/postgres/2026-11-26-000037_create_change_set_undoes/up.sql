-- Which change sets take which others back. Both are found by it, and neither by a foreign key: what is
-- taken back may be forgotten by now.
CREATE TABLE change_set_undoes (
    change_set_id BIGINT NOT NULL,
    undone_id BIGINT NOT NULL,
    PRIMARY KEY (change_set_id, undone_id)
);
CREATE INDEX change_set_undoes_undone_id_index ON change_set_undoes (undone_id);
INSERT INTO change_set_undoes SELECT id, undoes FROM change_sets WHERE undoes IS NOT NULL;
