DROP TABLE movies;
DROP FUNCTION movies_spelling();
