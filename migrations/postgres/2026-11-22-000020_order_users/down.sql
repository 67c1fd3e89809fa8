DROP INDEX users_key_index;
ALTER TABLE users
    DROP COLUMN age_down, DROP COLUMN age_order,
    DROP COLUMN last_name_down, DROP COLUMN last_name_order;
CREATE INDEX users_age_index ON users (age, id);
CREATE INDEX users_last_name_key_index ON users (last_name_key, id);
