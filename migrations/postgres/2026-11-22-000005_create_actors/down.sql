DROP TABLE actors;
DROP FUNCTION actors_spelling();
