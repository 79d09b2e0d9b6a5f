package io.connectorroutes.failure;

/** A place on the way of a change at which the product can be held. */
public enum FailurePoint {
  /** A message is committed in the ledger and not acknowledged. */
  MESSAGE_RECORDED("ledger.recording.JdbcRecorder", "recordMessage", Side.AFTER),
  /** A group of a file's rows is committed, more are to come. */
  ROWS_RECORDED("ledger.recording.JdbcRecorder", "record", Side.AFTER),
  /** A file is recorded as a whole and still stands in the inbox. */
  FILE_RECORDED("ledger.recording.JdbcRecorder", "finish", Side.AFTER),
  /** A call is claimed, which commits the intent to make it. */
  CALL_CLAIMED("ledger.claim.JdbcDeliveries", "claimDue", Side.AFTER),
  /** The request is made and its time is checked; it has not left. */
  REQUEST_READY("camel.http.GraphMessages", "write", Side.AFTER),
  /** The answer is there and decided on, the ledger does not know it. */
  ANSWER_DECIDED("ledger.claim.JdbcDeliveries", "settle", Side.BEFORE),
  /** A call did not leave and is about to be given back. */
  CALL_RELEASED("ledger.claim.JdbcDeliveries", "release", Side.BEFORE),
  /** Outcomes are settled, their lines are not written. */
  OUTCOME_UNWRITTEN("outcome.OutcomeLog", "append", Side.BEFORE),
  /** Outcome lines are written, no message of them is sent to outcome.uri. */
  OUTCOME_UNSENT("camel.OutcomeMessages", "write", Side.BEFORE),
  /** Outcomes are written and sent, the ledger does not know it. */
  OUTCOME_WRITTEN("ledger.outbox.JdbcOutbox", "outcomesPublished", Side.BEFORE),
  /** A dead letter is settled and not sent. */
  DEAD_LETTER_UNSENT("camel.DeadLetterMessages", "write", Side.BEFORE),
  /** A dead letter is sent, the ledger does not know it. */
  DEAD_LETTER_SENT("ledger.outbox.JdbcOutbox", "deadLetterPublished", Side.BEFORE),
  /** All rows of a job have their outcome, none of its result files is begun. */
  RESULTS_UNWRITTEN("outcome.ResultFiles", "write", Side.BEFORE),
  /** Result files are half written. */
  RESULTS_HALF_WRITTEN("outcome.ResultFile", "write", Side.BEFORE),
  /** Result files are complete in their hidden folder, which is not renamed. */
  RESULTS_HIDDEN("outcome.ResultSet", "write", Side.AFTER),
  /** Result files are there, the ledger does not know it. */
  RESULTS_WRITTEN("ledger.outbox.JdbcOutbox", "resultsWritten", Side.BEFORE),
  /** The ledger's file is there and empty. */
  LEDGER_EMPTY("database.SqliteStore", "mark", Side.BEFORE),
  /** The ledger's file says whose it is and has no table. */
  LEDGER_MARKED("database.Migrations", "migrate", Side.BEFORE),
  /** A statement on a migrating connection is about to run. */
  STATEMENT("org.sqlite.jdbc3.JDBC3Statement", "execute", Side.BEFORE),
  /** The ledger has its tables; its keys are not made. */
  LEDGER_MIGRATED("ledger.encryption.LedgerKeys", "cipher", Side.BEFORE),
  /** The key file is there; the ledger does not know the key. */
  KEY_UNKNOWN("ledger.encryption.LedgerKeys", "created", Side.BEFORE),
  /** Payloads are encrypted anew, which is not committed. */
  PAYLOADS_ANEW("ledger.rekey.ChangePayloads", "anew", Side.AFTER),
  /** Stale leases are recovered, no route is started. */
  LEASES_RECOVERED("app.RoutesMain", "start", Side.BEFORE);

  private static final String PRODUCT = "io.connectorroutes.";

  private final String type;
  private final String method;
  private final Side side;

  /** Which side of the method. */
  enum Side {
    BEFORE,
    /** After it has returned something: not after an exception, and not with an empty Optional. */
    AFTER
  }

  FailurePoint(String type, String method, Side side) {
    this.type = type;
    this.method = method;
    this.side = side;
  }

  /** The class, in full. */
  String type() {
    return type.startsWith("org.") ? type : PRODUCT + type;
  }

  /** Name of the method. */
  String method() {
    return method;
  }

  Side side() {
    return side;
  }
}
