ALTER TABLE operators ADD COLUMN density TEXT;
