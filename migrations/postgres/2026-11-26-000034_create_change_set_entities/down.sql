DROP TABLE change_set_entities;
