DROP TABLE change_sets;
