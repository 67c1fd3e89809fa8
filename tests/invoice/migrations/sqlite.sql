CREATE TABLE invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL,
    user_key TEXT NOT NULL,
    number TEXT NOT NULL,
    number_key TEXT NOT NULL,
    number_order TEXT NOT NULL AS (number_key || char(1) || number),
    amount BIGINT NOT NULL,
    issued_on DATE NOT NULL,
    is_paid BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    notes TEXT,
    notes_key TEXT,
    reminded_at TIMESTAMP,
    downloads BIGINT,
    email TEXT,
    email_key TEXT,
    email_order TEXT AS (email_key || char(1) || email),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    FOREIGN KEY (user_id) REFERENCES users (id),
    FOREIGN KEY (user_id, user_key) REFERENCES users (id, first_name_key) ON UPDATE CASCADE
);
CREATE INDEX invoices_user_id_index ON invoices (user_id, id);
CREATE INDEX invoices_user_key_index ON invoices (user_key, id);
CREATE INDEX invoices_number_order_index ON invoices (number_order, id);
CREATE INDEX invoices_amount_index ON invoices (amount, id);
CREATE INDEX invoices_issued_on_index ON invoices (issued_on, id);
CREATE INDEX invoices_is_paid_index ON invoices (is_paid, id);
CREATE INDEX invoices_status_index ON invoices (status, id);
CREATE INDEX invoices_reminded_at_index ON invoices (reminded_at, id);
CREATE INDEX invoices_downloads_index ON invoices (downloads, id);
CREATE INDEX invoices_email_order_index ON invoices (email_order, id);
CREATE INDEX invoices_created_at_index ON invoices (created_at, id);
CREATE INDEX invoices_updated_at_index ON invoices (updated_at, id);
CREATE VIRTUAL TABLE invoices_search USING fts5 (
    number_key, notes_key, email_key,
    content = 'invoices',
    content_rowid = 'id',
    tokenize = 'trigram case_sensitive 1',
    detail = 'none',
    columnsize = 0
);
CREATE TRIGGER invoices_search_insert AFTER INSERT ON invoices BEGIN
    INSERT INTO invoices_search (rowid, number_key, notes_key, email_key)
    VALUES (new.id, new.number_key, new.notes_key, new.email_key);
END;
CREATE TRIGGER invoices_search_update AFTER UPDATE ON invoices
WHEN old.id IS NOT new.id
    OR old.number_key IS NOT new.number_key
    OR old.notes_key IS NOT new.notes_key
    OR old.email_key IS NOT new.email_key
BEGIN
    INSERT INTO invoices_search (invoices_search, rowid, number_key, notes_key, email_key)
    VALUES ('delete', old.id, old.number_key, old.notes_key, old.email_key);
    INSERT INTO invoices_search (rowid, number_key, notes_key, email_key)
    VALUES (new.id, new.number_key, new.notes_key, new.email_key);
END;
CREATE TRIGGER invoices_search_delete AFTER DELETE ON invoices BEGIN
    INSERT INTO invoices_search (invoices_search, rowid, number_key, notes_key, email_key)
    VALUES ('delete', old.id, old.number_key, old.notes_key, old.email_key);
END;
