ALTER TABLE operators DROP COLUMN signed_in_at;
