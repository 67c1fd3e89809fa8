CREATE TABLE access_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
