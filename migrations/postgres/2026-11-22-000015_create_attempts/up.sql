CREATE TABLE attempts (
    subject VARCHAR(191) COLLATE "C" NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP NOT NULL,
    free_at TIMESTAMP NOT NULL
);
CREATE INDEX attempts_last_at_index ON attempts (last_at);
