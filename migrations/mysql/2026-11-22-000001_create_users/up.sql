-- Lists are sorted by what the database derives. Texts that are folded alike are sorted by how they
-- are spelled: it stands behind the folded text and a character before all others. The unique
-- index is there for the foreign keys of profiles and cars.
CREATE TABLE IF NOT EXISTS users (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    first_name VARCHAR(255) NOT NULL,
    first_name_key VARCHAR(400) NOT NULL,
    first_name_order VARCHAR(656) AS (concat(first_name_key, char(1 using utf8mb4), first_name)),
    last_name VARCHAR(255),
    last_name_key VARCHAR(400),
    last_name_order VARCHAR(656) AS (concat(last_name_key, char(1 using utf8mb4), last_name)),
    age INT CHECK (age BETWEEN 0 AND 150),
    version INT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE INDEX users_key_index (id, first_name_key),
    INDEX users_first_name_order_index (first_name_order, id),
    INDEX users_last_name_order_index (last_name_order, id),
    INDEX users_age_index (age, id),
    INDEX users_created_at_index (created_at, id),
    INDEX users_updated_at_index (updated_at, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
