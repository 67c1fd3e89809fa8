DROP TRIGGER users_spelling ON users;
DROP FUNCTION users_spelling();
ALTER TABLE users
    DROP COLUMN first_name_order,
    DROP COLUMN last_name_order,
    ADD COLUMN last_name_order VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(last_name_key, U&'\+10FFFF')) STORED,
    DROP COLUMN last_name_down,
    ADD COLUMN last_name_down VARCHAR(400) COLLATE "C" NOT NULL
        GENERATED ALWAYS AS (coalesce(last_name_key, '')) STORED;
CREATE INDEX users_first_name_key_index ON users (first_name_key, id);
CREATE INDEX users_last_name_order_index ON users (last_name_order, id);
CREATE INDEX users_last_name_down_index ON users (last_name_down, id);
