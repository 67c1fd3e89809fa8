CREATE TABLE pins (
    operator_id BIGINT NOT NULL,
    view_id BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (operator_id, view_id),
    FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE,
    FOREIGN KEY (view_id) REFERENCES views (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX pins_view_id_index ON pins (view_id);
