CREATE TABLE IF NOT EXISTS operator_roles (
    operator_id BIGINT NOT NULL,
    role VARCHAR(64) NOT NULL,
    PRIMARY KEY (operator_id, role),
    FOREIGN KEY (operator_id) REFERENCES operators (id),
    INDEX operator_roles_role_index (role)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
