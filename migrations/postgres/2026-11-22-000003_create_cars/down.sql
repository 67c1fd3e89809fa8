DROP TABLE cars;
DROP FUNCTION cars_spelling();
