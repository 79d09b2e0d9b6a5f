-- One rule of order: a change may be sent when no earlier unsettled change of its account holds a
-- key that it awaits. See package ledger.order.

-- The keys that unsettled changes hold, each at the place of its change.
CREATE TABLE hold (
  account_id BIGINT NOT NULL,
  hold_key   TEXT NOT NULL,
  place      BIGINT NOT NULL,
  counter    INTEGER NOT NULL,
  seq        BIGINT NOT NULL,      -- the change
  gives      SMALLINT NOT NULL,    -- 1: it is a name that the change gives
  PRIMARY KEY (account_id, hold_key, place, counter)
);
CREATE INDEX hold_of_change ON hold (seq);
CREATE INDEX hold_gives ON hold (account_id, hold_key, place, counter) WHERE gives = 1;

-- What was applied last to an object, a name, or a place that things are put into; kept for ever.
CREATE TABLE applied (
  account_id  BIGINT NOT NULL,
  applied_key TEXT NOT NULL,
  position    BIGINT NOT NULL,     -- of the change that was accepted last
  revision    BIGINT,              -- the highest one
  PRIMARY KEY (account_id, applied_key)
);

-- Changes whose followers are still to be looked at, since they are settled, have moved, or a
-- list was read: all that are blocked by them and whose number is higher than after_seq.
CREATE TABLE wake (
  account_id BIGINT NOT NULL,
  seq        BIGINT NOT NULL,
  after_seq  BIGINT NOT NULL,
  PRIMARY KEY (account_id, seq)
);

-- How far a job's rows of an account have come, where they are too many for one transaction.
CREATE TABLE enqueuing (
  job_id     BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  last_seq   BIGINT NOT NULL,      -- the keys of its rows up to this one are held
  held       SMALLINT NOT NULL,    -- 1: those of all its rows are
  PRIMARY KEY (job_id, account_id)
);

ALTER TABLE account ADD COLUMN open BIGINT NOT NULL DEFAULT 0; -- its enqueued, unsettled changes

ALTER TABLE change ADD COLUMN object_id TEXT;     -- the object that it refers to, if by its id
ALTER TABLE change RENAME COLUMN uses_name TO object_name;  -- the same, if by its name
ALTER TABLE change RENAME COLUMN gives_name TO given_name;  -- the name that it gives an object
ALTER TABLE change ADD COLUMN put_into TEXT;      -- the key of what it puts that object into
ALTER TABLE change ADD COLUMN place BIGINT;       -- among the enqueued ones of its account
ALTER TABLE change ADD COLUMN counter INTEGER NOT NULL DEFAULT 0; -- among those of one place
ALTER TABLE change ADD COLUMN blocked_by BIGINT;
ALTER TABLE change ADD COLUMN overtaken SMALLINT NOT NULL DEFAULT 0; -- 1: replayed all the same

-- Of what may be enqueued again. Keys were userFlow:b2x:FLOW:STEP, connector:id:ID and the like.
UPDATE change SET
  object_id = CASE
    WHEN operation = 'connector.moveToGroup' THEN NULL
    WHEN line_key LIKE 'apiConnector:id:%' THEN substr(line_key, 17)
    WHEN line_key LIKE 'connectorGroup:id:%' THEN substr(line_key, 19)
    WHEN line_key LIKE 'connector:id:%' THEN substr(line_key, 14) END,
  put_into = CASE
    WHEN operation = 'connector.moveToGroup' THEN 'connector/id/' || substr(line_key, 14)
    WHEN line_key LIKE 'userFlow:%' THEN 'flow/' || substr(line_key, 10, 3) || '/'
      || substr(line_key, 14,
           length(rtrim(substr(line_key, 14), replace(substr(line_key, 14), ':', ''))) - 1)
      || '/'
      || substr(line_key,
           14 + length(rtrim(substr(line_key, 14), replace(substr(line_key, 14), ':', '')))) END
WHERE line_key IS NOT NULL AND (state <> 'settled'
  OR EXISTS (SELECT 1 FROM dead_letter d WHERE d.seq = change.seq AND d.open = 1));

INSERT INTO applied (account_id, applied_key, position, revision)
SELECT account_id, applied_key, MAX(position), MAX(revision) FROM (
  SELECT a.account_id, t.applied_position AS position, t.last_revision AS revision,
    CASE
      WHEN a.line_key LIKE 'apiConnector:id:%' THEN 'apiConnector/id/' || substr(a.line_key, 17)
      WHEN a.line_key LIKE 'apiConnector:name:%'
        THEN 'apiConnector/name/' || substr(a.line_key, 19) || '!'
      WHEN a.line_key LIKE 'connectorGroup:id:%'
        THEN 'connectorGroup/id/' || substr(a.line_key, 19)
      WHEN a.line_key LIKE 'connectorGroup:name:%'
        THEN 'connectorGroup/name/' || substr(a.line_key, 21) || '!'
      WHEN a.line_key LIKE 'connector:id:%' THEN 'connector/id/' || substr(a.line_key, 14)
      ELSE 'flow/' || substr(a.line_key, 10, 3) || '/'
        || substr(a.line_key, 14,
             length(rtrim(substr(a.line_key, 14), replace(substr(a.line_key, 14), ':', ''))) - 1)
        || '/'
        || substr(a.line_key,
             14 + length(rtrim(substr(a.line_key, 14), replace(substr(a.line_key, 14), ':', ''))))
    END AS applied_key
  FROM target_alias a JOIN target t ON t.id = a.target_id
  WHERE t.applied_position IS NOT NULL) AS earlier
GROUP BY account_id, applied_key;

-- What stood in lines is enqueued again, in the order of before and before all else. What was being
-- sent stays so.
INSERT INTO accepted (id, seq)
SELECT ROW_NUMBER() OVER (ORDER BY c.position, c.seq)
    - 1 - (SELECT COUNT(*) FROM change m WHERE m.state IN ('queued', 'gated', 'waiting', 'sending')),
  c.seq
FROM change c WHERE c.state IN ('queued', 'gated', 'waiting', 'sending');

DROP INDEX change_recorded;
DROP INDEX change_later;
DROP INDEX change_in_line;
DROP INDEX change_line;
DROP INDEX change_unresolved;
DROP INDEX change_gate;
DROP INDEX change_using;
DROP INDEX change_gives;
DROP INDEX change_uses;
DROP INDEX change_takes;
DROP INDEX change_gave;
DROP INDEX change_turn_of_job;

UPDATE change SET state = 'recorded', rank = NULL WHERE state IN ('queued', 'gated', 'waiting');
UPDATE change SET state = 'recorded' WHERE state = 'later';

ALTER TABLE change DROP COLUMN gives_kind;
ALTER TABLE change DROP COLUMN uses_kind;
ALTER TABLE change DROP COLUMN takes_name;
ALTER TABLE change DROP COLUMN line_key;
ALTER TABLE change DROP COLUMN target_id;
ALTER TABLE change DROP COLUMN unresolved;
ALTER TABLE change DROP COLUMN gate;
DROP TABLE target_alias;
DROP TABLE target;

-- Positions and places are of the series of the changes' own numbers from now on.
UPDATE numbering SET last = (SELECT MAX(n.last) FROM numbering n WHERE n.id IN (1, 3)) WHERE id = 1;
DELETE FROM numbering WHERE id = 3;

CREATE INDEX change_recorded ON change (job_id, COALESCE(account_id, 0), seq)
  WHERE state = 'recorded' AND due_at IS NULL;
CREATE INDEX change_later ON change (due_at) WHERE state = 'recorded' AND due_at IS NOT NULL;
CREATE INDEX change_blocked ON change (blocked_by, seq) WHERE blocked_by IS NOT NULL;
CREATE INDEX change_turn_of_job ON change (account_id, job_id, rank)
  WHERE state IN ('waiting', 'blocked');
-- What was applied to one object, or put into one place.
CREATE INDEX change_applied ON change (account_id, resource_id, position)
  WHERE outcome = 'applied' AND put_into IS NULL AND resource_id IS NOT NULL;
CREATE INDEX change_put ON change (account_id, put_into, position)
  WHERE outcome = 'applied' AND put_into IS NOT NULL;
