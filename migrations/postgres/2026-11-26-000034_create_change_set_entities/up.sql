-- An index of change sets by the tables of what they changed, without a foreign key as the one of
-- changes by what they happened to.
CREATE TABLE change_set_entities (
    entity VARCHAR(64) COLLATE "C" NOT NULL,
    change_set_id BIGINT NOT NULL,
    PRIMARY KEY (entity, change_set_id)
);
