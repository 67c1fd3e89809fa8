ALTER TABLE operators ADD COLUMN signed_in_at TIMESTAMP;
