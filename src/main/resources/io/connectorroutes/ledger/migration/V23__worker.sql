-- The processes that deliver. Each says every few seconds that it is there.
CREATE TABLE worker (
  name    TEXT PRIMARY KEY,  -- as in leases
  since   BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
