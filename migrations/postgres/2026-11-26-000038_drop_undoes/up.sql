ALTER TABLE change_sets DROP COLUMN undoes;
