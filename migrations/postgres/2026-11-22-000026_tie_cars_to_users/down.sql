DROP INDEX cars_user_key_index;
ALTER TABLE cars DROP CONSTRAINT cars_user_key_fkey, ALTER COLUMN user_key SET DEFAULT '';
