DROP TABLE IF EXISTS change_set_undoes;
