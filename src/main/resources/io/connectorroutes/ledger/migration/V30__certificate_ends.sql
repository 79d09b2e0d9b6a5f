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
