CREATE TABLE IF NOT EXISTS security_events (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    happened_at DATETIME(6) NOT NULL,
    kind VARCHAR(32) NOT NULL,
    operator VARCHAR(64) NOT NULL,
    subject VARCHAR(191) NOT NULL,
    address VARCHAR(64) NOT NULL,
    INDEX security_events_happened_at_index (happened_at, id),
    INDEX security_events_kind_index (kind, happened_at, id),
    INDEX security_events_operator_index (operator, happened_at, id),
    INDEX security_events_operator_kind_index (operator, kind, happened_at, id)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */;
