package io.connectorroutes.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Finds what a statement reads that it should not. */
interface StatementCheck {
  /**
   * Looks at a statement that is about to be run, and leaves everything as it was.
   *
   * @param values of its placeholders
   * @param isNew whether its plan is to be looked at
   * @return a line for each fault
   */
  List<String> faults(Connection connection, String statement, List<Object> values, boolean isNew)
      throws SQLException;
}
