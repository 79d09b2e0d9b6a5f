-- Why an account pauses, by the name that documents give it, and since when. A pause is over, and
-- parked_since null, when a request was answered; until then the account may be tried in between.
ALTER TABLE account ADD COLUMN park_kind TEXT;
ALTER TABLE account ADD COLUMN parked_since BIGINT;
UPDATE account
SET park_kind = CASE WHEN park_reason LIKE 'throttled%' THEN 'throttled' ELSE 'noToken' END
WHERE park_reason IS NOT NULL;

-- Since when the cloud's host is as it is: away where there are failures, else reached. Null while
-- it was never tried.
ALTER TABLE circuit_breaker ADD COLUMN since BIGINT;

-- What waits for its time is counted by account.
DROP INDEX change_later;
CREATE INDEX change_later ON change (due_at, seq, account_id)
  WHERE state = 'recorded' AND due_at IS NOT NULL;
