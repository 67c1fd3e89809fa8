DROP TABLE access_settings;
