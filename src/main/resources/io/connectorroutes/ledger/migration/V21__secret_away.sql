-- Changes that wait for a secret are few; status looks for the first one of each account.
CREATE INDEX change_secret_away ON change (account_id, due_at, seq)
  WHERE state = 'waiting' AND secret_failures > 0;
