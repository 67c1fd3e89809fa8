DROP TABLE change_set_undoes;
