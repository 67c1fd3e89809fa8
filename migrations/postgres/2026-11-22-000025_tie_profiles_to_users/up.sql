-- The database itself keeps the copy of the user's key true: a user who is renamed takes it along.
ALTER TABLE profiles
    ALTER COLUMN user_key DROP DEFAULT,
    ADD CONSTRAINT profiles_user_key_fkey FOREIGN KEY (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE;
CREATE INDEX profiles_user_key_index ON profiles (user_key, user_id);
