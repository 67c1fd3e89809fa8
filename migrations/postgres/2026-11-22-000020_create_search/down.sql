DROP INDEX IF EXISTS users_search_index;
DROP INDEX IF EXISTS profiles_search_index;
DROP INDEX IF EXISTS cars_search_index;
DROP INDEX IF EXISTS movies_search_index;
DROP INDEX IF EXISTS actors_search_index;
