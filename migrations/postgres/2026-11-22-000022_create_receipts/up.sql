CREATE TABLE receipts (
    token VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX receipts_created_at_index ON receipts (created_at);
