ALTER TABLE operators DROP COLUMN /*M! IF EXISTS */ density;
