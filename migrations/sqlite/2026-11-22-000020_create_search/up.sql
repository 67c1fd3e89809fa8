-- Which rows hold which three characters in a row, so that a text can be found by any part of it.
-- Triggers keep it so, whoever writes. Whether the parts stand together is left to the table itself.

CREATE VIRTUAL TABLE users_search USING fts5 (
    first_name_key, last_name_key,
    content = 'users',
    content_rowid = 'id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
INSERT INTO users_search (users_search) VALUES ('rebuild');
CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
    INSERT INTO users_search (rowid, first_name_key, last_name_key)
    VALUES (new.id, new.first_name_key, new.last_name_key);
END;
CREATE TRIGGER users_search_update AFTER UPDATE ON users
WHEN old.id IS NOT new.id
    OR old.first_name_key IS NOT new.first_name_key
    OR old.last_name_key IS NOT new.last_name_key
BEGIN
    INSERT INTO users_search (users_search, rowid, first_name_key, last_name_key)
    VALUES ('delete', old.id, old.first_name_key, old.last_name_key);
    INSERT INTO users_search (rowid, first_name_key, last_name_key)
    VALUES (new.id, new.first_name_key, new.last_name_key);
END;
CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
    INSERT INTO users_search (users_search, rowid, first_name_key, last_name_key)
    VALUES ('delete', old.id, old.first_name_key, old.last_name_key);
END;

CREATE VIRTUAL TABLE profiles_search USING fts5 (
    height_key, country_key, email_key,
    content = 'profiles',
    content_rowid = 'user_id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
INSERT INTO profiles_search (profiles_search) VALUES ('rebuild');
CREATE TRIGGER profiles_search_insert AFTER INSERT ON profiles BEGIN
    INSERT INTO profiles_search (rowid, height_key, country_key, email_key)
    VALUES (new.user_id, new.height_key, new.country_key, new.email_key);
END;
CREATE TRIGGER profiles_search_update AFTER UPDATE ON profiles
WHEN old.user_id IS NOT new.user_id
    OR old.height_key IS NOT new.height_key
    OR old.country_key IS NOT new.country_key
    OR old.email_key IS NOT new.email_key
BEGIN
    INSERT INTO profiles_search (profiles_search, rowid, height_key, country_key, email_key)
    VALUES ('delete', old.user_id, old.height_key, old.country_key, old.email_key);
    INSERT INTO profiles_search (rowid, height_key, country_key, email_key)
    VALUES (new.user_id, new.height_key, new.country_key, new.email_key);
END;
CREATE TRIGGER profiles_search_delete AFTER DELETE ON profiles BEGIN
    INSERT INTO profiles_search (profiles_search, rowid, height_key, country_key, email_key)
    VALUES ('delete', old.user_id, old.height_key, old.country_key, old.email_key);
END;

CREATE VIRTUAL TABLE cars_search USING fts5 (
    name_key, color_key,
    content = 'cars',
    content_rowid = 'id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
INSERT INTO cars_search (cars_search) VALUES ('rebuild');
CREATE TRIGGER cars_search_insert AFTER INSERT ON cars BEGIN
    INSERT INTO cars_search (rowid, name_key, color_key)
    VALUES (new.id, new.name_key, new.color_key);
END;
CREATE TRIGGER cars_search_update AFTER UPDATE ON cars
WHEN old.id IS NOT new.id
    OR old.name_key IS NOT new.name_key
    OR old.color_key IS NOT new.color_key
BEGIN
    INSERT INTO cars_search (cars_search, rowid, name_key, color_key)
    VALUES ('delete', old.id, old.name_key, old.color_key);
    INSERT INTO cars_search (rowid, name_key, color_key)
    VALUES (new.id, new.name_key, new.color_key);
END;
CREATE TRIGGER cars_search_delete AFTER DELETE ON cars BEGIN
    INSERT INTO cars_search (cars_search, rowid, name_key, color_key)
    VALUES ('delete', old.id, old.name_key, old.color_key);
END;

CREATE VIRTUAL TABLE movies_search USING fts5 (
    name_key,
    content = 'movies',
    content_rowid = 'id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
INSERT INTO movies_search (movies_search) VALUES ('rebuild');
CREATE TRIGGER movies_search_insert AFTER INSERT ON movies BEGIN
    INSERT INTO movies_search (rowid, name_key)
    VALUES (new.id, new.name_key);
END;
CREATE TRIGGER movies_search_update AFTER UPDATE ON movies
WHEN old.id IS NOT new.id
    OR old.name_key IS NOT new.name_key
BEGIN
    INSERT INTO movies_search (movies_search, rowid, name_key)
    VALUES ('delete', old.id, old.name_key);
    INSERT INTO movies_search (rowid, name_key)
    VALUES (new.id, new.name_key);
END;
CREATE TRIGGER movies_search_delete AFTER DELETE ON movies BEGIN
    INSERT INTO movies_search (movies_search, rowid, name_key)
    VALUES ('delete', old.id, old.name_key);
END;

CREATE VIRTUAL TABLE actors_search USING fts5 (
    name_key,
    content = 'actors',
    content_rowid = 'id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
INSERT INTO actors_search (actors_search) VALUES ('rebuild');
CREATE TRIGGER actors_search_insert AFTER INSERT ON actors BEGIN
    INSERT INTO actors_search (rowid, name_key)
    VALUES (new.id, new.name_key);
END;
CREATE TRIGGER actors_search_update AFTER UPDATE ON actors
WHEN old.id IS NOT new.id
    OR old.name_key IS NOT new.name_key
BEGIN
    INSERT INTO actors_search (actors_search, rowid, name_key)
    VALUES ('delete', old.id, old.name_key);
    INSERT INTO actors_search (rowid, name_key)
    VALUES (new.id, new.name_key);
END;
CREATE TRIGGER actors_search_delete AFTER DELETE ON actors BEGIN
    INSERT INTO actors_search (actors_search, rowid, name_key)
    VALUES ('delete', old.id, old.name_key);
END;
