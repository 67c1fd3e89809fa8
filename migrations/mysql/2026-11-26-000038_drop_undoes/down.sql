-- What was taken back is not known any more: one statement cannot fill the column as well.
ALTER TABLE change_sets
    ADD COLUMN /*M! IF NOT EXISTS */ undoes BIGINT AFTER reason,
    ADD INDEX /*M! IF NOT EXISTS */ change_sets_undoes_index (undoes);
