DROP TABLE job_problems;
