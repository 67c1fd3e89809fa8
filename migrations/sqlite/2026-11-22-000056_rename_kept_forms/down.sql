ALTER TABLE saved_forms RENAME TO kept_forms;
