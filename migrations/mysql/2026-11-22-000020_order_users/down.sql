ALTER TABLE users
    ADD INDEX /*M! IF NOT EXISTS */ users_age_index (age, id),
    ADD INDEX /*M! IF NOT EXISTS */ users_last_name_key_index (last_name_key, id),
    DROP INDEX /*M! IF EXISTS */ users_key_index,
    DROP INDEX /*M! IF EXISTS */ users_age_down_index,
    DROP INDEX /*M! IF EXISTS */ users_age_order_index,
    DROP INDEX /*M! IF EXISTS */ users_last_name_down_index,
    DROP INDEX /*M! IF EXISTS */ users_last_name_order_index,
    DROP COLUMN /*M! IF EXISTS */ age_down,
    DROP COLUMN /*M! IF EXISTS */ age_order,
    DROP COLUMN /*M! IF EXISTS */ last_name_down,
    DROP COLUMN /*M! IF EXISTS */ last_name_order;
