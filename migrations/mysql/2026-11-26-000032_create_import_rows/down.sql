DROP TABLE IF EXISTS import_rows;
