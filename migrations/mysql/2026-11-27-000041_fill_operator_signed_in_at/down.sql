-- The column goes with the step before.
DO 0;
