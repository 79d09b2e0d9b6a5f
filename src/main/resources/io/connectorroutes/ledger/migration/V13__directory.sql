-- The directory: what the objects of a tenant are called, from whole lists and our own changes.
-- URLs and user names are encrypted.
ALTER TABLE known_object ADD COLUMN target_url ${bytes};
ALTER TABLE known_object ADD COLUMN authentication ${bytes};          -- kind, user name, thumbprints
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
  next_page      ${bytes},                 -- path, encrypted
  pages_read     ${bytes},                 -- hashes of the paths
  whole_no       BIGINT NOT NULL DEFAULT 0, -- of the last whole list; 0 for none
  whole_at       BIGINT,                   -- when that began
  whole_own_from BIGINT,
  wrong          SMALLINT NOT NULL DEFAULT 0, -- an id from it turned out wrong
  PRIMARY KEY (account_id, kind)
);
