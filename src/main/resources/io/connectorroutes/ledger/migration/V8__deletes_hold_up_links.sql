-- A link waits for earlier deletes, as a delete waits for earlier links.
DROP INDEX change_using;
CREATE INDEX change_using ON change (account_id, operation, position)
  WHERE operation IN ('userFlow.enableApiConnector', 'userFlow.disableApiConnector',
      'connector.moveToGroup', 'apiConnector.delete', 'connectorGroup.delete')
    AND state IN ('queued', 'gated', 'waiting', 'sending');
