ALTER TABLE job_problems DROP COLUMN mark;
ALTER TABLE job_problems DROP COLUMN place;
ALTER TABLE job_problems DROP COLUMN entity;
