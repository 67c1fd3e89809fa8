ALTER TABLE kept_forms RENAME TO saved_forms;
