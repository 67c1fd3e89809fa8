CREATE TABLE IF NOT EXISTS pins (
    operator_id BIGINT NOT NULL,
    view_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (operator_id, view_id),
    FOREIGN KEY (operator_id) REFERENCES operators (id) ON DELETE CASCADE,
    FOREIGN KEY (view_id) REFERENCES views (id) ON DELETE CASCADE,
    INDEX pins_view_id_index (view_id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
