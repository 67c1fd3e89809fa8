CREATE TABLE submissions (
    token VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
    digest VARCHAR(64) COLLATE "C",
    location VARCHAR(255) COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX submissions_created_at_index ON submissions (created_at);
