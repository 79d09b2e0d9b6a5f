package io.connectorroutes.intake;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A row that is not to be recorded as a change. Carried up to where the row is made. */
final class Rejection extends Exception {
  private static final long serialVersionUID = 1L;

  /** The code of a reference that cannot be followed. */
  static final String NO_SECRET = "secretUnavailable";

  /** More than these are not worth a longer line. */
  private static final int MOST_NAMED = 5;

  private final transient Problem problem;
  private final transient ConnectorChange valid;

  private Rejection(Problem problem, ConnectorChange valid) {
    super(problem.message(), null, false, false);
    this.problem = problem;
    this.valid = valid;
  }

  static Rejection of(String field, String code, String message) {
    return new Rejection(new Problem(field, code, message), null);
  }

  /**
   * Of a valid change whose secret cannot be had.
   *
   * @param field of the reference
   */
  static Rejection ofSecret(ConnectorChange valid, String field, String message) {
    return new Rejection(new Problem(field, NO_SECRET, message), valid);
  }

  /** Of a row against the rules of its operation. */
  static Rejection invalid(List<FieldProblem> problems) {
    String messages =
        problems.stream()
            .limit(MOST_NAMED)
            .map(FieldProblem::message)
            .collect(Collectors.joining("; "));
    return new Rejection(
        new Problem(problems.get(0).field(), "invalid", messages, List.copyOf(problems)), null);
  }

  /** Of what is no JSON object or CSV record at all. */
  static Rejection unreadable(FieldProblem problem) {
    return of(problem.field(), Problem.UNREADABLE, problem.message());
  }

  Problem problem() {
    return problem;
  }

  /** The change, where nothing but a secret is missing; else null. */
  ConnectorChange valid() {
    return valid;
  }
}
