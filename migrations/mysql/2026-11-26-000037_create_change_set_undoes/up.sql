-- Which change sets take which others back. Both are found by it, and neither by a foreign key: what is
-- taken back may be forgotten by now.
CREATE TABLE IF NOT EXISTS change_set_undoes (
    change_set_id BIGINT NOT NULL,
    undone_id BIGINT NOT NULL,
    PRIMARY KEY (change_set_id, undone_id),
    INDEX change_set_undoes_undone_id_index (undone_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */
    SELECT id AS change_set_id, undoes AS undone_id FROM change_sets WHERE undoes IS NOT NULL;
