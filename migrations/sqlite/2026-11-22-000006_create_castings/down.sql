DROP TABLE castings;
