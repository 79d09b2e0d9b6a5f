package io.connectorroutes.camel.change;

import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.util.List;
import org.apache.camel.CamelException;

/**
 * A body that is no valid change, or one that is not allowed here. It was neither recorded nor
 * sent. The message is one line that names the field and the remedy; what was given is not
 * repeated.
 */
public class InvalidChangeException extends CamelException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String errorCode;

  /** Not sent along where an exception is. */
  private final transient List<FieldProblem> problems;

  /**
   * What is wrong with the change.
   *
   * @param field dotted path such as {@code properties.targetUrl}; null where it is about the whole
   * @param errorCode a stable code such as {@code invalid}
   * @param message one line without a secret
   */
  public InvalidChangeException(String field, String errorCode, String message) {
    this(new Problem(field, errorCode, message));
  }

  /**
   * What is wrong with the change.
   *
   * @param problem of a change that was to be received
   */
  InvalidChangeException(Problem problem) {
    super(problem.message());
    this.field = problem.field();
    this.errorCode = problem.code();
    this.problems = problem.fields();
  }

  /** All that is wrong, field by field; the message names the first of them. */
  public List<FieldProblem> getProblems() {
    return problems == null ? List.of() : problems;
  }

  /** Dotted path of the field, such as {@code target.id}; null where it is about the whole. */
  public String getField() {
    return field;
  }

  /** A stable code: {@code invalid}, {@code unreadable}, {@code unknownTenant} and others. */
  public String getErrorCode() {
    return errorCode;
  }
}
