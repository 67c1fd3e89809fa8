ALTER TABLE operators ADD COLUMN /*M! IF NOT EXISTS */ signed_in_at DATETIME(6);
