UPDATE cars SET user_key = '';
