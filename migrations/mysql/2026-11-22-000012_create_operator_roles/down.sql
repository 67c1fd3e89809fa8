DROP TABLE IF EXISTS operator_roles;
