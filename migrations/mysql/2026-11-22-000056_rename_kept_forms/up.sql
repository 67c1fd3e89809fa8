ALTER TABLE /*M! IF EXISTS */ kept_forms RENAME TO saved_forms;
