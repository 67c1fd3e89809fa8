-- What is empty stands last, whichever way a list is sorted: behind all else in the one column,
-- before all else in the other, which is read from its end.
ALTER TABLE users
    ADD COLUMN last_name_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(last_name_key, U&'\+10FFFF')) STORED,
    ADD COLUMN last_name_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(last_name_key, '')) STORED,
    ADD COLUMN age_order INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(age, 2147483647)) STORED,
    ADD COLUMN age_down INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(age, -2147483648)) STORED;
DROP INDEX users_last_name_key_index;
DROP INDEX users_age_index;
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
CREATE INDEX users_last_name_down_index ON users (last_name_down, id);
CREATE INDEX users_age_order_index ON users (age_order, id);
CREATE INDEX users_age_down_index ON users (age_down, id);
CREATE UNIQUE INDEX users_key_index ON users (id, first_name_key);
