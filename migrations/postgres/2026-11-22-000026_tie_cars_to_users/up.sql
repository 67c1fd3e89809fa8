-- The database itself keeps the copy of the user's key true: a user who is renamed takes it along.
ALTER TABLE cars
    ALTER COLUMN user_key DROP DEFAULT,
    ADD CONSTRAINT cars_user_key_fkey FOREIGN KEY (user_id, user_key)
        REFERENCES users (id, first_name_key) ON UPDATE CASCADE;
CREATE INDEX cars_user_key_index ON cars (user_key, id);
