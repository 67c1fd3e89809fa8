ALTER TABLE movies
    ADD INDEX /*M! IF NOT EXISTS */ movies_name_key_index (name_key, id),
    DROP INDEX /*M! IF EXISTS */ movies_name_order_index,
    DROP COLUMN /*M! IF EXISTS */ name_order;
