ALTER TABLE submissions DROP COLUMN digest;
