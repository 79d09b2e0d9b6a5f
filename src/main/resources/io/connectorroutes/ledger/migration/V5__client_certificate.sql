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
