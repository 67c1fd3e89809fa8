UPDATE profiles SET user_key = '';
