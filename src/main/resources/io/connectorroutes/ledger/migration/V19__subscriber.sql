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
