DROP TABLE change_subjects;
