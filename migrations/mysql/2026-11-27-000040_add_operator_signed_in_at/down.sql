ALTER TABLE operators DROP COLUMN /*M! IF EXISTS */ signed_in_at;
