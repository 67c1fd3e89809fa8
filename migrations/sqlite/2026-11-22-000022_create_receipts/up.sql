CREATE TABLE receipts (
    token TEXT NOT NULL PRIMARY KEY,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX receipts_created_at_index ON receipts (created_at);
