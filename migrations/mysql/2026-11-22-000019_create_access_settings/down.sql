DROP TABLE IF EXISTS access_settings;
