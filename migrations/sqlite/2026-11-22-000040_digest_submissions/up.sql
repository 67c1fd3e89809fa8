ALTER TABLE submissions ADD COLUMN digest TEXT;
