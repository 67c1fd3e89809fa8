ALTER TABLE operators DROP COLUMN /*M! IF EXISTS */ time_zone;
