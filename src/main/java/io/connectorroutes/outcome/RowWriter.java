package io.connectorroutes.outcome;

import io.connectorroutes.ledger.JobRow;
import java.io.IOException;

/** Writes the rows of one result file in the format of the job's input. */
interface RowWriter {
  /**
   * Writes one row: the input's, masked, and its result. Where an exception other than of the file
   * is thrown, nothing of the row was written.
   */
  void write(JobRow row) throws IOException;

  /** Writes what the format needs after the last row. Closes nothing. */
  void end() throws IOException;
}
