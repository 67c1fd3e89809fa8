ALTER TABLE operators ADD COLUMN time_zone TEXT;
