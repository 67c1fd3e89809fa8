DROP TABLE foldings;
