package io.connectorroutes.sandbox;

/**
 * How a request ends.
 *
 * @param kind never null
 * @param reply the answer; null unless the kind is {@code ANSWER}
 * @param applied whether the request changed the state
 * @param fault the name of the fault's action that fired; null where none did
 */
record Ending(Kind kind, Reply reply, boolean applied, String fault) {

  /** What the client gets. */
  enum Kind {
    /** The reply. */
    ANSWER,
    /** A connection that is closed without an answer. */
    CUT,
    /** Nothing, for as long as it waits. */
    HANG,
    /** In the answer of a batch: no item of that id. */
    MISSING
  }

  static Ending answer(Reply reply, boolean applied) {
    return new Ending(Kind.ANSWER, reply, applied, null);
  }

  boolean succeeded() {
    return kind == Kind.ANSWER && reply.succeeded();
  }
}
