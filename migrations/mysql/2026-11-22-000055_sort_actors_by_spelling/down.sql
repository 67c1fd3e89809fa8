ALTER TABLE actors
    ADD INDEX /*M! IF NOT EXISTS */ actors_name_key_index (name_key, id),
    DROP INDEX /*M! IF EXISTS */ actors_name_order_index,
    DROP COLUMN /*M! IF EXISTS */ name_order;
