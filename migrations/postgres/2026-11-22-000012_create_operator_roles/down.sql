DROP TABLE operator_roles;
