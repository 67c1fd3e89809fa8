DROP TABLE IF EXISTS saved_forms;
