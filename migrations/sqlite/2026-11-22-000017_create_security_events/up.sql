CREATE TABLE security_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    happened_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    operator TEXT NOT NULL,
    subject TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX security_events_happened_at_index ON security_events (happened_at, id);
CREATE INDEX security_events_kind_index ON security_events (kind, happened_at, id);
CREATE INDEX security_events_operator_index ON security_events (operator, happened_at, id);
CREATE INDEX security_events_operator_kind_index
    ON security_events (operator, kind, happened_at, id);
