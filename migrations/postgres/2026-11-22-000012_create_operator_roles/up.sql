CREATE TABLE operator_roles (
    operator_id BIGINT NOT NULL,
    role VARCHAR(64) COLLATE "C" NOT NULL,
    PRIMARY KEY (operator_id, role),
    FOREIGN KEY (operator_id) REFERENCES operators (id)
);
CREATE INDEX operator_roles_role_index ON operator_roles (role);
