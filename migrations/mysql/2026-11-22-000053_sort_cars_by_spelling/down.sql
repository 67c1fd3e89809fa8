ALTER TABLE cars
    ADD INDEX /*M! IF NOT EXISTS */ cars_name_key_index (name_key, id),
    DROP INDEX /*M! IF EXISTS */ cars_name_order_index,
    DROP COLUMN /*M! IF EXISTS */ name_order,
    ADD INDEX /*M! IF NOT EXISTS */ cars_color_key_index (color_key, id),
    DROP INDEX /*M! IF EXISTS */ cars_color_order_index,
    DROP COLUMN /*M! IF EXISTS */ color_order;
