DROP TABLE IF EXISTS change_subjects;
