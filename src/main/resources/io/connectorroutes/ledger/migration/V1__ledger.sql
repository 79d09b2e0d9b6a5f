-- The ledger. One script for SQLite and PostgreSQL; what differs is given by the program:
-- ${identity} a generated primary key, ${bytes} a byte string.
-- All times are epoch milliseconds by the ledger's clock. All payloads are encrypted.
-- There are no foreign keys: every writer holds the lock that guards the rows it refers to.

-- The keys that encrypt payloads and compare contents, wrapped by ledger.key. One row.
CREATE TABLE ledger_key (
  id          SMALLINT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  data_key    ${bytes} NOT NULL,
  mac_key     ${bytes} NOT NULL
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
  id           ${identity},
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
  id           ${identity},
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
  payload           ${bytes},              -- the change, encrypted
  original          ${bytes},              -- the input, encrypted
  content_mac       ${bytes},
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
  content_mac ${bytes} NOT NULL,
  first_seq   BIGINT NOT NULL,
  outcome     TEXT              -- of a change that is not kept any more
);

-- What is accepted and not in its line yet, in order: a whole job, or one change.
CREATE TABLE admission (
  id           ${identity},
  job_id       BIGINT,
  seq          BIGINT,
  last_account BIGINT                      -- of a job, whose turn was the last one
);

-- The line of one target; kept for ever.
CREATE TABLE target (
  id               ${identity},
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
  id                ${identity},
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
  id                ${identity},
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
  id        ${identity},
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
