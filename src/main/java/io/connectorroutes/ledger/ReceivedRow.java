package io.connectorroutes.ledger;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import java.util.List;

/**
 * One row of a file or one message, read and checked, ready to be recorded.
 *
 * @param row 1-based number in its file; 0 for a message
 * @param changeId the identity as given or derived; for a row that could not be read, an identity
 *     derived from where it came from; never null
 * @param change as it is kept: what earlier changes hold is copied into it, other secrets may be
 *     references; null where {@code problem} is set
 * @param operation the operation's name; null where none could be read or it is unknown
 * @param tenant alias; null for the default tenant, and for one that is not configured
 * @param account the budget and order that the change belongs to: a key of tenant id and client id;
 *     null only where {@code problem} is set
 * @param target a short description of the target for a person ({@code displayName=…}); may be null
 * @param original the row as it came, encrypted at rest and used for result files: UTF-8 JSON of an
 *     object in the input's field order (for CSV, of cell strings by column), or a message's raw
 *     bytes; null where {@code change} alone gives it back
 * @param problem why the row is rejected, as one line; null for a valid row
 * @param brokerMessageId the broker's id of a message; null for rows of files
 * @param headerNames the names of a message's headers, comma separated; null for rows of files
 * @param certificate the client certificate in the change; null where there is none, or where it
 *     could not be opened
 * @param compared the change by which contents are compared: as {@code change}, but with its
 *     certificate as it was given; null where {@code change} is, but for a row that was rejected
 *     since a secret cannot be had, which may be known already
 * @param resolved the change with every secret, by which versions before November 2026 compared
 *     contents; null where {@code change} is, and where a secret could not be had
 * @param traceparent W3C's header of the trace that the message is part of, well formed; null for
 *     none, and for rows of files
 */
public record ReceivedRow(
    int row,
    String changeId,
    ConnectorChange change,
    String operation,
    String tenant,
    String account,
    String target,
    byte[] original,
    Problem problem,
    String brokerMessageId,
    String headerNames,
    ClientCertificate certificate,
    ConnectorChange compared,
    ConnectorChange resolved,
    String traceparent) {

  /** A row whose change, if it has one, refers to nothing and is kept as it was given. */
  public ReceivedRow(
      int row,
      String changeId,
      ConnectorChange change,
      String operation,
      String tenant,
      String account,
      String target,
      byte[] original,
      Problem problem,
      String brokerMessageId,
      String headerNames,
      ClientCertificate certificate) {
    this(
        row,
        changeId,
        change,
        operation,
        tenant,
        account,
        target,
        original,
        problem,
        brokerMessageId,
        headerNames,
        certificate,
        change,
        change,
        null);
  }

  /**
   * Why a row is rejected.
   *
   * @param field dotted path of the field, or null where it is about the row as a whole
   * @param code a stable code such as {@code invalid}, {@code unreadable}, {@code unknownTenant}
   * @param message one line: what is expected and what to do; no secret
   * @param refused dotted paths of the fields whose values break their rules, so that they are not
   *     to be repeated; each a path that the schema knows
   * @param givenChangeId the {@code changeId} as given where it breaks its rule, made printable and
   *     cut to 128 characters; else null
   * @param fields what is wrong field by field, without a secret; {@code message} sums it up
   */
  public record Problem(
      String field,
      String code,
      String message,
      List<String> refused,
      String givenChangeId,
      List<FieldProblem> fields) {
    /** The code of a row or message that is no JSON object or CSV record at all. */
    public static final String UNREADABLE = "unreadable";

    /** The code of a change for a tenant that is not configured. */
    public static final String UNKNOWN_TENANT = "unknownTenant";

    /** The code of a change for another tenant than its endpoint names. */
    public static final String OTHER_TENANT = "otherTenant";

    /** A problem of no value in particular. */
    public Problem(String field, String code, String message) {
      this(field, code, message, List.of(new FieldProblem(field, message)));
    }

    /** A problem of several fields. */
    public Problem(String field, String code, String message, List<FieldProblem> fields) {
      this(field, code, message, List.of(), null, fields);
    }

    /** The id of a valid change stands for another one. */
    public static Problem changeIdReused(String id) {
      return new Problem(
          null,
          "changeIdReused",
          "changeId reused: "
              + id
              + " is known with other content, and that one stands; send this under a new"
              + " changeId");
    }

    /** The same problem, with what is not to be repeated of the row. */
    public Problem of(List<String> refusedFields, String given) {
      return new Problem(field, code, message, refusedFields, given, fields);
    }
  }

  /** The same row, rejected for that reason; its id does not count as used by it. */
  public ReceivedRow rejected(Problem reason) {
    return with(change, original, reason, certificate, compared, resolved);
  }

  /** The same row, which was rejected since a secret cannot be had, as if it needed none. */
  public ReceivedRow withoutProblem() {
    return with(compared, original, null, null, compared, null);
  }

  /** The same row, compared by these two. */
  public ReceivedRow comparedBy(ConnectorChange asGiven, ConnectorChange withSecrets) {
    return with(change, original, problem, certificate, asGiven, withSecrets);
  }

  /** The same row as one that could not be read: with its content as it came, and no change. */
  public ReceivedRow unreadable(Problem reason) {
    return with(
        null, original == null ? ChangeJson.write(change) : original, reason, null, null, null);
  }

  /** The same row, of which nothing but where it came from and the reason is kept. */
  public ReceivedRow withoutContent(Problem reason) {
    return with(null, null, reason, null, null, null);
  }

  private ReceivedRow with(
      ConnectorChange asKept,
      byte[] asItCame,
      Problem reason,
      ClientCertificate read,
      ConnectorChange asGiven,
      ConnectorChange withSecrets) {
    return new ReceivedRow(
        row,
        changeId,
        asKept,
        operation,
        tenant,
        account,
        target,
        asItCame,
        reason,
        brokerMessageId,
        headerNames,
        read,
        asGiven,
        withSecrets,
        traceparent);
  }

  /** The same row as part of that trace; null for none. */
  public ReceivedRow tracedBy(String parent) {
    return new ReceivedRow(
        row,
        changeId,
        change,
        operation,
        tenant,
        account,
        target,
        original,
        problem,
        brokerMessageId,
        headerNames,
        certificate,
        compared,
        resolved,
        parent);
  }

  @Override
  public String toString() {
    return "ReceivedRow[" + row + " " + changeId + "]";
  }
}
