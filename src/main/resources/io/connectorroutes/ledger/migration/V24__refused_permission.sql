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
