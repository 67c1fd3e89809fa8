DROP TABLE selected;
DROP TABLE selections;
