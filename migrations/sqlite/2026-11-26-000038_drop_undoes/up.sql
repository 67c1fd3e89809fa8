DROP INDEX change_sets_undoes_index;
ALTER TABLE change_sets DROP COLUMN undoes;
