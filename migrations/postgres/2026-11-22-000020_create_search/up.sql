-- Which rows hold which three characters in a row, so that a text can be found by any part of it.
-- Where the server does not have the extension, or only a superuser may add it, search reads whole
-- tables instead, and `backlot check` says so.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX users_search_index ON users
        USING gin (first_name_key gin_trgm_ops, last_name_key gin_trgm_ops);
    CREATE INDEX profiles_search_index ON profiles
        USING gin (height_key gin_trgm_ops, country_key gin_trgm_ops, email_key gin_trgm_ops);
    CREATE INDEX cars_search_index ON cars
        USING gin (name_key gin_trgm_ops, color_key gin_trgm_ops);
    CREATE INDEX movies_search_index ON movies USING gin (name_key gin_trgm_ops);
    CREATE INDEX actors_search_index ON actors USING gin (name_key gin_trgm_ops);
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
        RAISE WARNING 'search will be slow, for want of the extension pg_trgm: %', SQLERRM;
END
$$;
