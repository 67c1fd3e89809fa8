CREATE TABLE submissions (
    token TEXT NOT NULL PRIMARY KEY,
    digest TEXT,
    location TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX submissions_created_at_index ON submissions (created_at);
