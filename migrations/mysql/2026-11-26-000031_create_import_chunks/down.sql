DROP TABLE IF EXISTS import_chunks;
