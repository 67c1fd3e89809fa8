DROP TABLE IF EXISTS change_sets;
