package io.connectorroutes.ledger.recording;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.order.OrderFacts;
import io.connectorroutes.ledger.table.ChangeRow;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A received row with its number, as it rests: what of it is secret is encrypted.
 *
 * @param id what is known of it afterwards, so that it is not taken twice: the changeId of a valid
 *     row; for a rejected message, which does not use up its changeId, the message itself; null for
 *     a rejected row of a file
 * @param mac of the content that goes with the id; null where that is null
 * @param payload the change; null for none
 * @param original the input; null for none
 */
record EncryptedRow(
    long seq, ReceivedRow row, String id, byte[] mac, byte[] payload, byte[] original) {
  /** Without its VALUES. */
  private static final String INTO =
      """
      INSERT INTO change (seq, job_id, row_no, change_id, account_id, tenant, operation, target,
        received_at, payload, original, content_mac, problem_field, problem_code,
        problem_message, broker_message_id, header_names, revision, not_before, object_id,
        object_name, given_name, put_into, certificate_thumbprint, certificate_end,
        refused_fields, given_change_id, state, phase, traceparent)
      """;

  /** Writes one row. */
  static final String INSERT = INTO + " VALUES " + Sql.in(30);

  /** Writes rows, see {@link Sql#listAll}, and gives them as they are then. */
  static final String INSERT_RETURNING = INTO + " %2$s RETURNING " + ChangeRow.COLUMNS;

  /** What a sender may write freely is cut to these lengths where it stands unencrypted. */
  private static final int SHORT = 200;

  private static final int LONG = 1000;

  static EncryptedRow of(
      Payloads payloads, EncryptionKey key, long jobId, long seq, ReceivedRow row) {
    String id = null;
    byte[] mac = null;
    if (row.problem() == null) {
      id = row.changeId();
      mac = payloads.contentMac(row.compared());
    } else if (row.brokerMessageId() != null) {
      mac = payloads.messageMac(jobId, row);
      // A blank is in no changeId.
      id = "message " + HexFormat.of().formatHex(mac);
    }
    return new EncryptedRow(
        seq,
        row,
        id,
        mac,
        payloads.encryptChange(key, seq, row.change()),
        payloads.encryptOriginal(key, seq, row.original()));
  }

  /** The arguments of {@link #INSERT}, and a row of {@link #INSERT_RETURNING}. */
  Object[] arguments(long jobId, Long accountId, Instant now) {
    ConnectorChange valid = row.problem() == null ? row.change() : null;
    ReceivedRow.Problem problem = row.problem();
    ClientCertificate certificate = problem == null ? row.certificate() : null;
    OrderFacts facts = valid == null ? null : OrderFacts.of(valid);
    return new Object[] {
      seq,
      jobId,
      row.row(),
      row.changeId(),
      accountId,
      cut(row.tenant(), SHORT),
      cut(row.operation(), SHORT),
      cut(row.target(), LONG),
      now,
      payload,
      original,
      valid == null ? null : mac,
      problem == null ? null : cut(problem.field(), LONG),
      problem == null ? null : problem.code(),
      problem == null ? null : problem.message(),
      row.brokerMessageId(),
      cut(row.headerNames(), LONG),
      valid == null ? null : valid.revision(),
      valid == null ? null : valid.notBefore(),
      facts == null ? null : facts.id(),
      facts == null ? null : facts.name(),
      facts == null ? null : facts.givenName(),
      facts == null ? null : facts.place(),
      certificate == null ? null : certificate.thumbprint(),
      certificate == null ? null : certificate.end(),
      problem == null ? null : String.join(",", problem.refused()),
      problem == null ? null : problem.givenChangeId(),
      "recorded",
      Phase.SEND.name(),
      row.traceparent()
    };
  }

  private static String cut(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  @Override
  public String toString() {
    return "EncryptedRow[" + seq + "]";
  }
}
