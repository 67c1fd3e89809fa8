ALTER TABLE operators DROP COLUMN density;
