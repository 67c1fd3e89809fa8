CREATE TABLE castings (
    movie_id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (movie_id, actor_id),
    FOREIGN KEY (movie_id) REFERENCES movies (id),
    FOREIGN KEY (actor_id) REFERENCES actors (id)
);
CREATE INDEX castings_actor_id_index ON castings (actor_id, movie_id);
CREATE INDEX castings_created_at_index ON castings (created_at);
