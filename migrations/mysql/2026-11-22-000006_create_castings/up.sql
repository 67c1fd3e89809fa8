CREATE TABLE IF NOT EXISTS castings (
    movie_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (movie_id, actor_id),
    FOREIGN KEY (movie_id) REFERENCES movies (id),
    FOREIGN KEY (actor_id) REFERENCES actors (id),
    INDEX castings_actor_id_index (actor_id, movie_id),
    INDEX castings_created_at_index (created_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
