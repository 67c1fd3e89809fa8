-- The database itself keeps the copy of the user's key true: a user who is renamed takes it along.
ALTER TABLE profiles
    ALTER COLUMN user_key DROP DEFAULT,
    ADD INDEX /*M! IF NOT EXISTS */ profiles_user_id_user_key_index (user_id, user_key),
    ADD INDEX /*M! IF NOT EXISTS */ profiles_user_key_index (user_key, user_id),
    ADD CONSTRAINT profiles_user_key_fkey FOREIGN KEY /*M! IF NOT EXISTS */ (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE;
