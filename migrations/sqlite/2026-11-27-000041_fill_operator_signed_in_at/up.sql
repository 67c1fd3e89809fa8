-- When they signed in before that was noted with them, as far as the security log goes back.
UPDATE operators SET signed_in_at =
    (SELECT MAX(happened_at) FROM security_events
     WHERE security_events.operator = operators.name AND kind = 'signed in')
WHERE signed_in_at IS NULL;
