DROP TABLE IF EXISTS job_problems;
