-- Which folding the folded copies of texts were made by: one row, or none where they are to be made.
CREATE TABLE IF NOT EXISTS foldings (
    version INT NOT NULL PRIMARY KEY
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
