-- The tables of Connector Routes in a file of another application, for SQLite: what it does
-- by itself unless connector-routes.migrate=false. Run it in one transaction (between BEGIN
-- IMMEDIATE; and COMMIT;). From one version to the next, run the sections that are new.

-- history
CREATE TABLE connector_routes_history (
  installed_rank INT NOT NULL PRIMARY KEY,
  version VARCHAR(50),
  description VARCHAR(200) NOT NULL,
  type VARCHAR(20) NOT NULL,
  script VARCHAR(1000) NOT NULL,
  checksum INT,
  installed_by VARCHAR(100) NOT NULL,
  installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
  execution_time INT NOT NULL,
  success BOOLEAN NOT NULL
);
CREATE INDEX connector_routes_history_s_idx ON connector_routes_history (success);

-- version 1
-- The ledger. One script for SQLite and PostgreSQL; what differs is given by the program:
-- INTEGER PRIMARY KEY AUTOINCREMENT a generated primary key, BLOB a byte string.
-- All times are epoch milliseconds by the ledger's clock. All payloads are encrypted.
-- There are no foreign keys: every writer holds the lock that guards the rows it refers to.

-- The keys that encrypt payloads and compare contents, wrapped by ledger.key. One row.
CREATE TABLE ledger_key (
  id          SMALLINT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  data_key    BLOB NOT NULL,
  mac_key     BLOB NOT NULL
);

-- Numbers given so far; to take one locks its row. 1: changes, so that all of them are accepted in
-- one order. 2: dead letters, so that their names are unique. 3: positions in lines, so that two
-- lines that become one keep the order of acceptance. 4: tries whether something can be written.
CREATE TABLE numbering (
  id   SMALLINT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO numbering (id, last) VALUES (1, 0), (2, 0), (3, 0), (4, 0);

-- A budget: a pair of tenant id and client id, with its turn, pause and lease.
CREATE TABLE account (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  account_key  TEXT NOT NULL UNIQUE,
  alias        TEXT,
  next_due     BIGINT,                     -- earliest due time of its waiting changes
  parked_until BIGINT NOT NULL DEFAULT 0,
  park_reason  TEXT,
  free_at      BIGINT NOT NULL DEFAULT 0,  -- before that, no slot of its budget is free
  lease_token  TEXT,
  lease_worker TEXT,
  lease_until  BIGINT,
  served       BIGINT NOT NULL DEFAULT 0,  -- grows with each turn
  last_turn    BIGINT NOT NULL DEFAULT 0   -- the highest turn of a change that was sent
);
CREATE INDEX account_due ON account (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX account_leased ON account (lease_until) WHERE lease_token IS NOT NULL;
CREATE INDEX account_served ON account (served);

-- The cloud's host while nothing gets through to it: a pause of all accounts. One row.
CREATE TABLE host (
  id           SMALLINT PRIMARY KEY,
  failures     INTEGER NOT NULL DEFAULT 0, -- in a row; 0 while it is well
  parked_until BIGINT NOT NULL DEFAULT 0,
  reason       TEXT,
  probe        TEXT                 -- the lease of the one call that tries it again
);
INSERT INTO host (id) VALUES (1);

CREATE TABLE job (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT NOT NULL UNIQUE,
  file_name    TEXT,               -- null for queues
  source       TEXT NOT NULL,
  identity     TEXT,                       -- tells a file from a later one of the same name
  format       TEXT,
  bytes        BIGINT,
  sha256       TEXT,
  columns      TEXT,                       -- JSON array
  state        TEXT NOT NULL,       -- recording, open, settled, complete, refused
  row_count    INTEGER NOT NULL DEFAULT 0,
  received_at  BIGINT NOT NULL,
  completed_at BIGINT,
  reason       TEXT
);
CREATE INDEX job_file ON job (file_name, sha256);
CREATE INDEX job_unfinished ON job (state, id) WHERE file_name IS NOT NULL AND state IN ('open', 'settled');

-- One row for each row or message that was received, duplicates and rejected ones included.
CREATE TABLE change (
  seq               BIGINT PRIMARY KEY,
  job_id            BIGINT NOT NULL,
  row_no            INTEGER NOT NULL,      -- 0 for messages
  change_id         TEXT NOT NULL,
  account_id        BIGINT,
  tenant            TEXT,
  operation         TEXT,
  target            TEXT,         -- for a person
  received_at       BIGINT NOT NULL,
  payload           BLOB,              -- the change, encrypted
  original          BLOB,              -- the input, encrypted
  content_mac       BLOB,
  duplicate_of      BIGINT,
  problem_field     TEXT,
  problem_code      TEXT,
  problem_message   TEXT,
  broker_message_id TEXT,
  header_names      TEXT,
  revision          BIGINT,
  not_before        BIGINT,
  gives_kind        TEXT,           -- the name that it creates or gives
  gives_name        TEXT,
  uses_kind         TEXT,           -- the object that it addresses by name
  uses_name         TEXT,
  takes_name        TEXT,           -- the same, where nobody has that name once it is applied
  line_key          TEXT,           -- its target, as addressed
  target_id         BIGINT,                -- from joining its line on
  position          BIGINT,                -- in order of acceptance, over all lines
  unresolved        TEXT,           -- kind of its target while no look has told which object it is
  gate              TEXT,           -- what it waits for in other lines
  -- recorded, later, queued, gated, waiting, sending, settled, duplicate
  state             TEXT NOT NULL,
  due_at            BIGINT,
  turn              BIGINT,                -- among the waiting changes of its account
  phase             TEXT NOT NULL,
  attempts          INTEGER NOT NULL DEFAULT 0,
  spent             BIGINT NOT NULL DEFAULT 0,
  replay            INTEGER NOT NULL DEFAULT 0,
  sent_at           BIGINT,
  lost_at           BIGINT,
  resource_id       TEXT,
  lookups           INTEGER NOT NULL DEFAULT 0,
  reason            TEXT,
  outcome           TEXT,           -- its first one; a replay does not alter it
  settled_at        BIGINT
);
CREATE INDEX change_by_id ON change (change_id);
CREATE INDEX change_of_job ON change (job_id, seq);
CREATE INDEX change_recorded ON change (job_id, COALESCE(account_id, 0), seq)
  WHERE state = 'recorded';
CREATE INDEX change_open_of_job ON change (job_id) WHERE outcome IS NULL;
CREATE INDEX change_duplicates ON change (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX change_later ON change (due_at) WHERE state = 'later';
CREATE INDEX change_in_line ON change (target_id, position, account_id, state)
  WHERE state IN ('queued', 'gated', 'waiting', 'sending');
CREATE INDEX change_line ON change (target_id, position);
CREATE INDEX change_unresolved ON change (account_id, unresolved, position)
  WHERE unresolved IS NOT NULL;
CREATE INDEX change_gate ON change (account_id, gate, position) WHERE gate IS NOT NULL;
CREATE INDEX change_using ON change (account_id, operation, position)
  WHERE operation IN ('userFlow.enableApiConnector', 'userFlow.disableApiConnector',
      'connector.moveToGroup')
    AND state IN ('queued', 'gated', 'waiting', 'sending');
CREATE INDEX change_due ON change (account_id, due_at) WHERE state = 'waiting';
CREATE INDEX change_turn ON change (account_id, turn, seq, due_at) WHERE state = 'waiting';
CREATE INDEX change_turn_of_job ON change (account_id, job_id, turn) WHERE state = 'waiting';
CREATE INDEX change_sending ON change (account_id) WHERE state = 'sending';
CREATE INDEX change_gives ON change (account_id, gives_kind, gives_name)
  WHERE gives_name IS NOT NULL AND state <> 'settled';
CREATE INDEX change_uses ON change (account_id, uses_kind, uses_name, position)
  WHERE uses_name IS NOT NULL AND state IN ('queued', 'gated', 'waiting', 'sending');
CREATE INDEX change_takes ON change (account_id, uses_kind, takes_name, position)
  WHERE takes_name IS NOT NULL AND state IN ('queued', 'gated', 'waiting', 'sending');
CREATE INDEX change_gave ON change (account_id, gives_kind, gives_name, settled_at)
  WHERE gives_name IS NOT NULL AND outcome = 'applied';

-- Identities that were used up; kept for ever.
CREATE TABLE known_id (
  change_id   TEXT PRIMARY KEY,
  content_mac BLOB NOT NULL,
  first_seq   BIGINT NOT NULL,
  outcome     TEXT              -- of a change that is not kept any more
);

-- What is accepted and not in its line yet, in order: a whole job, or one change.
CREATE TABLE admission (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id       BIGINT,
  seq          BIGINT,
  last_account BIGINT                      -- of a job, whose turn was the last one
);

-- The line of one target; kept for ever.
CREATE TABLE target (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id       BIGINT NOT NULL,
  object_key       TEXT,           -- the object that it is, while it is known and there
  head_seq         BIGINT,                 -- the change whose turn it is
  applied_position BIGINT,                 -- of the last applied change
  last_revision    BIGINT                  -- the highest one applied
);
CREATE INDEX target_open ON target (head_seq) WHERE head_seq IS NOT NULL;

-- How targets are addressed: by id, by name. Two keys of one object lead to one line.
CREATE TABLE target_alias (
  account_id BIGINT NOT NULL,
  line_key   TEXT NOT NULL,
  target_id  BIGINT NOT NULL,
  PRIMARY KEY (account_id, line_key)
);
CREATE INDEX target_alias_of ON target_alias (target_id);

-- One row for each Graph request: the history, and what the budget is counted from.
CREATE TABLE attempt (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id        BIGINT NOT NULL,
  seq               BIGINT NOT NULL,
  replay            INTEGER NOT NULL,
  kind              TEXT NOT NULL,
  method            TEXT NOT NULL,
  path              TEXT NOT NULL,
  client_request_id TEXT NOT NULL,
  object_id         TEXT,           -- of the object that it addressed
  sent_at           BIGINT NOT NULL,
  sent              SMALLINT NOT NULL DEFAULT 1,  -- 0 where it is certain that nothing left
  answered_at       BIGINT,
  closed_at         BIGINT,                -- answered or given up
  http_status       INTEGER,
  error_code        TEXT,
  message           TEXT,
  request_id        TEXT
);
CREATE INDEX attempt_of_change ON attempt (seq, id);
CREATE INDEX attempt_open ON attempt (account_id) WHERE closed_at IS NULL;
CREATE INDEX attempt_budget ON attempt (account_id, closed_at) WHERE sent = 1;

CREATE TABLE outcome (
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  outcome_id        TEXT NOT NULL,
  seq               BIGINT NOT NULL,
  replay            INTEGER NOT NULL,
  settled_at        BIGINT NOT NULL,
  outcome           TEXT NOT NULL,
  resource_id       TEXT,
  http_status       INTEGER,
  error_code        TEXT,
  message           TEXT,
  request_id        TEXT,
  client_request_id TEXT,
  attempts          INTEGER NOT NULL,
  graph_requests    INTEGER NOT NULL,
  told              SMALLINT NOT NULL DEFAULT 0
);
CREATE INDEX outcome_untold ON outcome (id) WHERE told = 0;
CREATE INDEX outcome_of_change ON outcome (seq, replay);

CREATE TABLE dead_letter (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL UNIQUE,
  seq       BIGINT NOT NULL,
  replay    INTEGER NOT NULL,
  change_id TEXT NOT NULL,
  ordinal   INTEGER NOT NULL,              -- among the changes of that id
  cause     TEXT NOT NULL,
  open      SMALLINT NOT NULL DEFAULT 1,
  told      SMALLINT NOT NULL DEFAULT 0
);
CREATE INDEX dead_letter_untold ON dead_letter (id) WHERE told = 0;
CREATE INDEX dead_letter_open ON dead_letter (id) WHERE open = 1;
CREATE INDEX dead_letter_by_id ON dead_letter (change_id, id);

-- Objects of the tenant whose ids were seen; kept for ever.
CREATE TABLE known_object (
  account_id BIGINT NOT NULL,
  kind       TEXT NOT NULL,
  object_id  TEXT NOT NULL,
  name       TEXT,                 -- as last seen or given; null where it is gone
  first_seen BIGINT NOT NULL,
  created_at BIGINT,                       -- when a change of ours created it
  PRIMARY KEY (account_id, kind, object_id)
);
CREATE INDEX known_object_name ON known_object (account_id, kind, name) WHERE name IS NOT NULL;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (1, '1', 'ledger', 'SQL', 'V1__ledger.sql', -2057914041, 'script', 0, TRUE);

-- version 2
-- How a job's file is laid out, besides its columns. Null for queues, and for files that were
-- opened before these columns were there.
ALTER TABLE job ADD COLUMN separator TEXT;
ALTER TABLE job ADD COLUMN line_end TEXT;
ALTER TABLE job ADD COLUMN byte_order_mark SMALLINT;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (2, '2', 'file layout', 'SQL', 'V2__file_layout.sql', -78686793, 'script', 0, TRUE);

-- version 3
-- What of a rejected row is not to be repeated, and the changeId that broke its rule.
ALTER TABLE change ADD COLUMN refused_fields TEXT;   -- dotted paths, comma separated
ALTER TABLE change ADD COLUMN given_change_id TEXT;  -- printable, at most 128 characters
CREATE INDEX change_by_given_id ON change (given_change_id) WHERE given_change_id IS NOT NULL;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (3, '3', 'refused values', 'SQL', 'V3__refused_values.sql', -1545772607, 'script', 0, TRUE);

-- version 5
-- The client certificate in a change, read when the change is recorded: no PFX is opened later.
-- Null where there is none, or where it could not be opened.
ALTER TABLE change ADD COLUMN certificate_thumbprint TEXT; -- SHA-1, upper-case hex
ALTER TABLE change ADD COLUMN certificate_end BIGINT;

-- Changes that an earlier version recorded, whose certificates are still to be read.
CREATE TABLE unread_certificate (
  seq BIGINT PRIMARY KEY
);
INSERT INTO unread_certificate (seq)
SELECT c.seq FROM change c
WHERE c.payload IS NOT NULL AND c.problem_code IS NULL
  AND c.operation IN ('apiConnector.create', 'apiConnector.update', 'apiConnector.upsert',
      'apiConnector.uploadClientCertificate')
  AND (c.state NOT IN ('settled', 'duplicate')
    OR EXISTS (SELECT 1 FROM dead_letter d WHERE d.seq = c.seq AND d.open = 1));
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (4, '5', 'client certificate', 'SQL', 'V5__client_certificate.sql', 487027577, 'script', 0, TRUE);

-- version 8
-- A link waits for earlier deletes, as a delete waits for earlier links.
DROP INDEX change_using;
CREATE INDEX change_using ON change (account_id, operation, position)
  WHERE operation IN ('userFlow.enableApiConnector', 'userFlow.disableApiConnector',
      'connector.moveToGroup', 'apiConnector.delete', 'connectorGroup.delete')
    AND state IN ('queued', 'gated', 'waiting', 'sending');
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (5, '8', 'deletes hold up links', 'SQL', 'V8__deletes_hold_up_links.sql', -1994924466, 'script', 0, TRUE);

-- version 10
-- What became of the files of an inbox, where a person should know of it, and what is watched.
CREATE TABLE inbox_file (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  path     TEXT NOT NULL UNIQUE,   -- where it stands
  name     TEXT NOT NULL,          -- as it was dropped
  state    TEXT NOT NULL,          -- accepted, grew, refused, ignored
  job_id   BIGINT,                 -- of an accepted one
  bytes    BIGINT,                 -- of an accepted one, as recorded
  identity TEXT,                   -- of an accepted one, as recorded
  reason   TEXT,                   -- for a person; null while accepted
  at       BIGINT NOT NULL         -- when it came into that state
);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (6, '10', 'inbox file', 'SQL', 'V10__inbox_file.sql', -228266201, 'script', 0, TRUE);

-- version 11
-- Tables and columns are called by the words of the field.
ALTER TABLE known_id RENAME TO idempotency_key;
ALTER TABLE admission RENAME TO accepted;
ALTER TABLE host RENAME TO circuit_breaker;
ALTER TABLE circuit_breaker RENAME COLUMN probe TO half_open; -- the lease of the one call that tries
ALTER TABLE account RENAME COLUMN served TO last_served;      -- grows with each claim
ALTER TABLE account RENAME COLUMN last_turn TO last_rank;     -- the highest of a change that was sent
ALTER TABLE change RENAME COLUMN turn TO rank;                -- who is served next in an account
ALTER TABLE outcome RENAME COLUMN told TO published;
ALTER TABLE dead_letter RENAME COLUMN told TO published;
DROP INDEX outcome_untold;
CREATE INDEX outcome_unpublished ON outcome (id) WHERE published = 0;
DROP INDEX dead_letter_untold;
CREATE INDEX dead_letter_unpublished ON dead_letter (id) WHERE published = 0;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (7, '11', 'words', 'SQL', 'V11__words.sql', -199149847, 'script', 0, TRUE);

-- version 12
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
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (8, '12', 'order', 'SQL', 'V12__order.sql', 903414696, 'script', 0, TRUE);

-- version 13
-- The directory: what the objects of a tenant are called, from whole lists and our own changes.
-- URLs and user names are encrypted.
ALTER TABLE known_object ADD COLUMN target_url BLOB;
ALTER TABLE known_object ADD COLUMN authentication BLOB;          -- kind, user name, thumbprints
ALTER TABLE known_object ADD COLUMN list_no BIGINT NOT NULL DEFAULT 0; -- the last list that showed it
ALTER TABLE known_object ADD COLUMN changed_at BIGINT;       -- when a change of ours to it was settled
ALTER TABLE known_object ADD COLUMN named_at BIGINT;         -- when one was that gave the name
ALTER TABLE known_object ADD COLUMN gone SMALLINT NOT NULL DEFAULT 0;  -- deleted by one
-- A change that may have renamed or deleted it and is not settled: no list alters its name.
ALTER TABLE known_object ADD COLUMN sent_seq BIGINT;
CREATE INDEX known_object_sent ON known_object (sent_seq) WHERE sent_seq IS NOT NULL;

-- The lists of one kind in one account: the last whole one, and the one that is being read.
CREATE TABLE object_list (
  account_id     BIGINT NOT NULL,
  kind           TEXT NOT NULL,
  last_no        BIGINT NOT NULL,          -- number of the list that was begun last
  started_at     BIGINT,                   -- of that list while it is being read
  own_from       BIGINT,                   -- our own changes settled since then win over its pages
  next_page      BLOB,                 -- path, encrypted
  pages_read     BLOB,                 -- hashes of the paths
  whole_no       BIGINT NOT NULL DEFAULT 0, -- of the last whole list; 0 for none
  whole_at       BIGINT,                   -- when that began
  whole_own_from BIGINT,
  wrong          SMALLINT NOT NULL DEFAULT 0, -- an id from it turned out wrong
  PRIMARY KEY (account_id, kind)
);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (9, '13', 'directory', 'SQL', 'V13__directory.sql', 1753605700, 'script', 0, TRUE);

-- version 14
-- How often in a row the secrets of a change could not be had when it was to be sent.
ALTER TABLE change ADD COLUMN secret_failures INTEGER NOT NULL DEFAULT 0;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (10, '14', 'secrets when sent', 'SQL', 'V14__secrets_when_sent.sql', -66507999, 'script', 0, TRUE);

-- version 17
-- A change finds its dead letters, however many there are.
CREATE INDEX dead_letter_of_change ON dead_letter (seq);

-- Changes whose time comes at the same moment are read in order of acceptance, not sorted each time.
DROP INDEX change_later;
CREATE INDEX change_later ON change (due_at, seq) WHERE state = 'recorded' AND due_at IS NOT NULL;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (11, '17', 'indexes', 'SQL', 'V17__indexes.sql', 1641289332, 'script', 0, TRUE);

-- version 18
-- Which worker publishes, until when: of several, one at a time for each kind, so that what is settled is
-- published in its order and, while they run, once.
CREATE TABLE publisher (
  kind TEXT NOT NULL PRIMARY KEY,
  worker TEXT,
  lease_until BIGINT NOT NULL
);
INSERT INTO publisher (kind, lease_until) VALUES ('outcomes', 0), ('dead_letters', 0), ('jobs', 0);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (12, '18', 'publisher', 'SQL', 'V18__publisher.sql', -1930155102, 'script', 0, TRUE);

-- version 19
-- Who has outcomes or dead letters delivered, and how far each one has come.
CREATE TABLE subscriber (
  kind        TEXT NOT NULL,           -- outcomes, dead_letters
  name        TEXT NOT NULL,
  position    BIGINT NOT NULL,         -- id of the last row that it has acknowledged
  seen_at     BIGINT NOT NULL,         -- when a worker last read for it
  worker      TEXT,                    -- who reads for it, until lease_until
  lease_until BIGINT NOT NULL,
  PRIMARY KEY (kind, name)
);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (13, '19', 'subscriber', 'SQL', 'V19__subscriber.sql', -1349559323, 'script', 0, TRUE);

-- version 20
-- Data keys have numbers, 1 to 127 and then 1 again; what is encrypted begins with that of its key.
-- Whoever writes a payload of a change reads it with the lock of their numbers.
ALTER TABLE numbering ADD COLUMN data_key INTEGER NOT NULL DEFAULT 1;

-- While ledger.key is being changed there are two rows, the second one wrapped by the new key, and
-- in both the data key of before, as payloads under it are left.
ALTER TABLE ledger_key ADD COLUMN former_data_key BLOB;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (14, '20', 'rekey', 'SQL', 'V20__rekey.sql', 556138741, 'script', 0, TRUE);

-- version 21
-- Changes that wait for a secret are few; status looks for the first one of each account.
CREATE INDEX change_secret_away ON change (account_id, due_at, seq)
  WHERE state = 'waiting' AND secret_failures > 0;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (15, '21', 'secret away', 'SQL', 'V21__secret_away.sql', -981946917, 'script', 0, TRUE);

-- version 22
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
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (16, '22', 'wait reason', 'SQL', 'V22__wait_reason.sql', 719591760, 'script', 0, TRUE);

-- version 23
-- The processes that deliver. Each says every few seconds that it is there.
CREATE TABLE worker (
  name    TEXT PRIMARY KEY,  -- as in leases
  since   BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (17, '23', 'worker', 'SQL', 'V23__worker.sql', -633671583, 'script', 0, TRUE);

-- version 24
-- What Graph refuses for want of a permission: answers 403 in a row. A row goes with the first other
-- answer. See class PermissionRests.
CREATE TABLE refused_permission (
  account_id  BIGINT NOT NULL,
  permission  INTEGER NOT NULL,    -- 1: API connectors, 2: user flows, 4: App Proxy
  refusals    INTEGER NOT NULL,    -- in a row
  rests_since BIGINT,              -- null while they are fewer than graph.pause-after
  next_try    BIGINT,              -- when one waiting change is tried
  PRIMARY KEY (account_id, permission)
);
ALTER TABLE account ADD COLUMN refused INTEGER NOT NULL DEFAULT 0; -- permissions with such a row, added

-- A person lets nothing of it be sent.
ALTER TABLE account ADD COLUMN paused_since BIGINT;

-- By what a change needs, which is the permissions, added: a user flow's connector that is given by
-- its name is looked for among the API connectors. While one rests the others are found so.
CREATE INDEX change_needing_due ON change (account_id,
    (CASE substr(operation, 1, 4) WHEN 'apiC' THEN 1 WHEN 'conn' THEN 4
      ELSE CASE WHEN object_name IS NULL THEN 2 ELSE 3 END END), due_at)
  WHERE state = 'waiting';
CREATE INDEX change_needing ON change (account_id,
    (CASE substr(operation, 1, 4) WHEN 'apiC' THEN 1 WHEN 'conn' THEN 4
      ELSE CASE WHEN object_name IS NULL THEN 2 ELSE 3 END END), rank, seq, due_at)
  WHERE state = 'waiting';
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (18, '24', 'refused permission', 'SQL', 'V24__refused_permission.sql', -1188835754, 'script', 0, TRUE);

-- version 26
-- What a person, or job.max-deletes, wants of a job. Its changes follow in steps, so that no
-- transaction is long; whoever claims one looks here all the same.
ALTER TABLE job ADD COLUMN paused SMALLINT NOT NULL DEFAULT 0;     -- 1: nothing of it is sent
ALTER TABLE job ADD COLUMN pause_reason TEXT;                      -- for a person
ALTER TABLE job ADD COLUMN cancelled_to BIGINT;                    -- up to that number they are withdrawn
ALTER TABLE job ADD COLUMN cancelling SMALLINT NOT NULL DEFAULT 0; -- 1: replays that wait are as well
ALTER TABLE job ADD COLUMN stepped_to BIGINT;                      -- up to that number they follow; null: all do
CREATE INDEX job_stepping ON job (stepped_to) WHERE stepped_to IS NOT NULL;

-- A change may be paused as well: its job is, and nothing else keeps it from being sent.
CREATE INDEX change_paused ON change (account_id) WHERE state = 'paused';
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (19, '26', 'job control', 'SQL', 'V26__job_control.sql', -920097167, 'script', 0, TRUE);

-- version 27
-- A dead letter that a person is done with without a replay: when, who, and why. It is not open.
ALTER TABLE dead_letter ADD COLUMN discarded_at BIGINT;
ALTER TABLE dead_letter ADD COLUMN discarded_by TEXT;
ALTER TABLE dead_letter ADD COLUMN discard_reason TEXT;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (20, '27', 'discarded', 'SQL', 'V27__discarded.sql', 971460638, 'script', 0, TRUE);

-- version 29
-- The trace that a message is part of, as W3C's traceparent; null where tracing is off.
ALTER TABLE change ADD COLUMN traceparent TEXT;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (21, '29', 'trace', 'SQL', 'V29__trace.sql', 585928645, 'script', 0, TRUE);

-- version 30
-- When the certificate ends that an API connector answers with: of the last one that a change of ours
-- gave it, or as the last list shows it. Null where that is not known, and where there is none.
ALTER TABLE known_object ADD COLUMN certificate_end BIGINT;
CREATE INDEX known_object_certificate_end ON known_object (account_id, certificate_end)
  WHERE certificate_end IS NOT NULL;

-- Of the connectors that were there before: where our last change that was applied to one had a
-- certificate. Whether another change took it away again is in its encrypted part.
UPDATE known_object SET certificate_end = c.certificate_end
FROM change c
WHERE c.outcome = 'applied' AND c.put_into IS NULL AND c.resource_id IS NOT NULL
  AND c.certificate_end IS NOT NULL
  AND known_object.account_id = c.account_id AND known_object.kind = 'API_CONNECTOR'
  AND known_object.object_id = c.resource_id AND known_object.gone = 0
  AND known_object.changed_at <= c.settled_at
  AND NOT EXISTS (
    SELECT 1 FROM change l
    WHERE l.outcome = 'applied' AND l.put_into IS NULL AND l.resource_id IS NOT NULL
      AND l.account_id = c.account_id AND l.resource_id = c.resource_id
      AND l.position > c.position);
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (22, '30', 'certificate ends', 'SQL', 'V30__certificate_ends.sql', -1616641631, 'script', 0, TRUE);

-- version 31
-- Files that are being recorded, however many jobs came after them.
CREATE INDEX job_recording ON job (id) WHERE state = 'recording';
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (23, '31', 'recording jobs', 'SQL', 'V31__recording_jobs.sql', 397267132, 'script', 0, TRUE);

-- version 32
-- When a replay put a change back last: what was read of the tenant before that is not believed for it.
-- Null where it was never replayed; of replays of an earlier version, too.
ALTER TABLE change ADD COLUMN put_back_at BIGINT;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (24, '32', 'put back', 'SQL', 'V32__put_back.sql', -1120858999, 'script', 0, TRUE);

-- version 33
-- What a worker cannot publish, a line each, for a person; null where it can publish all.
ALTER TABLE worker ADD COLUMN unpublished TEXT;
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (25, '33', 'unpublished', 'SQL', 'V33__unpublished.sql', 2112790476, 'script', 0, TRUE);

-- version 34
-- How many rows of a job may be rejected, failed or unknown before it is paused.
ALTER TABLE job ADD COLUMN failure_limit TEXT;                  -- as it was given, for a person
ALTER TABLE job ADD COLUMN most_failures BIGINT;                -- that many rows; null: no limit
ALTER TABLE job ADD COLUMN failures BIGINT NOT NULL DEFAULT 0;  -- counted where there is a limit
INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
  checksum, installed_by, execution_time, success)
VALUES (26, '34', 'failure limit', 'SQL', 'V34__failure_limit.sql', -1462592035, 'script', 0, TRUE);

-- end
