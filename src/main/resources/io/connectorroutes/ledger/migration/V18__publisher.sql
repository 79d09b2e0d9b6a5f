-- Which worker publishes, until when: of several, one at a time for each kind, so that what is settled is
-- published in its order and, while they run, once.
CREATE TABLE publisher (
  kind TEXT NOT NULL PRIMARY KEY,
  worker TEXT,
  lease_until BIGINT NOT NULL
);
INSERT INTO publisher (kind, lease_until) VALUES ('outcomes', 0), ('dead_letters', 0), ('jobs', 0);
