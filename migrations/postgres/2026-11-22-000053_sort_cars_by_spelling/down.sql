DROP TRIGGER cars_spelling ON cars;
DROP FUNCTION cars_spelling();
ALTER TABLE cars
    DROP COLUMN name_order,
    DROP COLUMN color_order;
CREATE INDEX cars_name_key_index ON cars (name_key, id);
CREATE INDEX cars_color_key_index ON cars (color_key, id);
