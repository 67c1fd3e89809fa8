CREATE TABLE security_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    happened_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    operator TEXT NOT NULL,
    subject TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX security_events_happened_at_index ON security_events (happened_at);
