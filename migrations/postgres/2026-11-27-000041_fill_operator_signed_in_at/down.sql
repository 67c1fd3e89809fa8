-- The column goes with the step before.
SELECT 1;
