UPDATE profiles SET user_key = (SELECT first_name_key FROM users WHERE users.id = profiles.user_id);
