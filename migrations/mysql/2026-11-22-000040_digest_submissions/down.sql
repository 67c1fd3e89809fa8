ALTER TABLE submissions DROP COLUMN /*M! IF EXISTS */ digest;
