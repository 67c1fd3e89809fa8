ALTER TABLE profiles
    DROP FOREIGN KEY /*M! IF EXISTS */ profiles_user_key_fkey,
    DROP INDEX /*M! IF EXISTS */ profiles_user_key_index,
    DROP INDEX /*M! IF EXISTS */ profiles_user_id_user_key_index,
    ALTER COLUMN user_key SET DEFAULT '';
