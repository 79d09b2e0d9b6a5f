-- What became of the files of an inbox, where a person should know of it, and what is watched.
CREATE TABLE inbox_file (
  id       ${identity},
  path     TEXT NOT NULL UNIQUE,   -- where it stands
  name     TEXT NOT NULL,          -- as it was dropped
  state    TEXT NOT NULL,          -- accepted, grew, refused, ignored
  job_id   BIGINT,                 -- of an accepted one
  bytes    BIGINT,                 -- of an accepted one, as recorded
  identity TEXT,                   -- of an accepted one, as recorded
  reason   TEXT,                   -- for a person; null while accepted
  at       BIGINT NOT NULL         -- when it came into that state
);
