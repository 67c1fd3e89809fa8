ALTER TABLE job_problems
    DROP COLUMN mark,
    DROP COLUMN place,
    DROP COLUMN entity;
