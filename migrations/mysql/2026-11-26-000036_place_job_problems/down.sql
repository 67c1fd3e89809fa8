ALTER TABLE job_problems
    DROP COLUMN /*M! IF EXISTS */ mark,
    DROP COLUMN /*M! IF EXISTS */ place,
    DROP COLUMN /*M! IF EXISTS */ entity;
