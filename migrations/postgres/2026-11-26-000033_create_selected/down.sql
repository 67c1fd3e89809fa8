DROP TABLE selected;
