ALTER TABLE /*M! IF EXISTS */ saved_forms RENAME TO kept_forms;
