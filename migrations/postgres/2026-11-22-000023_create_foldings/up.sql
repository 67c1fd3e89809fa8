-- Which folding the folded copies of texts were made by: one row, or none where they are to be made.
CREATE TABLE foldings (
    version INTEGER NOT NULL PRIMARY KEY
);
