UPDATE cars SET user_key = (SELECT first_name_key FROM users WHERE users.id = cars.user_id);
