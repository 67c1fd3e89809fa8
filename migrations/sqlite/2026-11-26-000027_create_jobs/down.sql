DROP TABLE job_problems;
DROP TABLE jobs;
