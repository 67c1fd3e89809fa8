ALTER TABLE change_sets
    DROP COLUMN /*M! IF EXISTS */ undoes;
