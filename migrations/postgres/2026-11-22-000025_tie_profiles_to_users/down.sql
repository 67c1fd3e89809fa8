DROP INDEX profiles_user_key_index;
ALTER TABLE profiles DROP CONSTRAINT profiles_user_key_fkey, ALTER COLUMN user_key SET DEFAULT '';
