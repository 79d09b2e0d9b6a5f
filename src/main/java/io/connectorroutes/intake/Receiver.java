package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.change.Shown;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.ClientCertificate;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Makes of a row or a message what is recorded: a change that is checked and whole, or a problem.
 * Safe for use by many threads.
 */
public final class Receiver {
  /** A change with the largest certificate is far smaller. */
  private static final int MOST_MESSAGE_BYTES = 1 << 20;

  private final ChangeReader reader;
  private final Admission admission;
  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Receiver.class));

  /**
   * A receiver.
   *
   * @param reader checks rows; may be shared
   * @param tenants the configured ones
   * @param cloudRule why the cloud does not offer what a change needs, as one line; empty where it
   *     does
   * @param secrets puts secrets in the place of references
   * @param certificates looks at certificates
   */
  public Receiver(
      ChangeReader reader,
      Tenants tenants,
      Function<ConnectorChange, Optional<String>> cloudRule,
      SecretResolver secrets,
      CertificateCheck certificates) {
    this.reader = reader;
    this.admission = new Admission(reader, tenants, cloudRule, secrets, certificates);
  }

  /**
   * Receives a row of a file.
   *
   * @param fileSha256 of the file's content, hex; a row without an id gets one made of this and its
   *     number
   */
  public ReceivedRow row(ReadRow row, String fileSha256) {
    Draft draft = new Draft();
    draft.row = row.row();
    draft.changeId = Identity.ofRow(fileSha256, row.row());
    if (row.fields() == null) {
      return draft.rejected(Rejection.unreadable(row.problem()).problem(), null);
    }
    byte[] original = null;
    try {
      original = ChangeJson.write(row.original());
      draft.problem = row.problem();
      return receive(draft, row.fields(), original, row.cells() != null, false);
    } catch (RuntimeException | Error e) {
      return failed(draft, e, original);
    }
  }

  /** Receives a message of a queue or topic: one change, or a CloudEvent whose data is one. */
  public ReceivedRow message(QueueMessage message) {
    if (message.body().length > MOST_MESSAGE_BYTES) {
      return unreadable(
          message,
          "the body has %d bytes, more than the %d that are read"
              .formatted(message.body().length, MOST_MESSAGE_BYTES));
    }
    Draft draft = new Draft();
    draft.brokerMessageId = message.brokerMessageId();
    draft.headerNames = String.join(",", new TreeSet<>(message.headers().keySet()));
    try {
      CloudEvent event = CloudEvent.of(RowReader.readMessage(message.body()));
      Optional<String> id =
          event.id().or(() -> Identity.ofCloudEvent(message)).or(() -> Identity.ofBroker(message));
      draft.changeId = id.orElseGet(Receiver::random);
      if (id.isEmpty() && !event.data().has("changeId")) {
        throw Rejection.invalid(List.of(noIdentity()));
      }
      return receive(draft, event.data(), message.body(), false, true);
    } catch (Rejection e) {
      if (draft.changeId == null) {
        draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
      }
      return draft.rejected(e.problem(), message.body());
    } catch (RuntimeException | Error e) {
      if (draft.changeId == null) {
        draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
      }
      return failed(draft, e, message.body());
    }
  }

  /**
   * Receives a message that the queue's client could not or must not read.
   *
   * @param reason one line, with the remedy
   */
  public ReceivedRow unreadable(QueueMessage message, String reason) {
    Draft draft = new Draft();
    draft.brokerMessageId = message.brokerMessageId();
    draft.headerNames = String.join(",", new TreeSet<>(message.headers().keySet()));
    draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
    FieldProblem problem = new FieldProblem(null, reason);
    return draft.rejected(Rejection.unreadable(problem).problem(), message.body());
  }

  /**
   * Receives a message of which even its headers could not be read, for a fault of ours.
   *
   * @param failure whatever was thrown
   */
  public ReceivedRow failed(QueueMessage message, Throwable failure) {
    Draft draft = new Draft();
    draft.brokerMessageId = message.brokerMessageId();
    draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
    return failed(draft, failure, message.body());
  }

  /** A fault of ours harms this row alone. */
  private ReceivedRow failed(Draft draft, Throwable failure, byte[] original) {
    InternalErrors.requireOfOneChange(failure);
    errors.log("change " + draft.changeId, failure);
    return draft.rejected(InternalErrors.problem(failure), original);
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  private static FieldProblem noIdentity() {
    return new FieldProblem(
        "changeId",
        "changeId is missing: give 1 to 128 characters of A-Z a-z 0-9 . _ : - that name this"
            + " change and no other");
  }

  private ReceivedRow receive(
      Draft draft, ObjectNode fields, byte[] original, boolean keepOriginal, boolean fromQueue) {
    draft.describe(fields);
    draft.account = admission.account(fields);
    try {
      if (draft.problem != null) {
        throw Rejection.invalid(List.of(draft.problem));
      }
      ChangeReader.Read read = reader.read(fields, draft.changeId);
      if (read.change() == null) {
        throw Rejection.invalid(read.problems());
      }
      GraphTenant tenant = admission.tenant(read.change());
      Admission.Admitted admitted = admission.admit(read.change(), tenant.account(), fromQueue);
      ConnectorChange change = admitted.change();
      draft.certificate = admitted.certificate();
      boolean same = !keepOriginal && Arrays.equals(original, ChangeJson.write(change));
      return draft.accepted(change, same ? null : original);
    } catch (Rejection e) {
      return draft.rejected(e.problem(), original);
    }
  }

  /** What is known of a row so far. */
  private static final class Draft {
    private int row;
    private String changeId;
    private String operation;
    private String tenant;
    private String account;
    private String target;
    private String brokerMessageId;
    private String headerNames;
    private FieldProblem problem;
    private ClientCertificate certificate;

    /** Takes what the row says of itself, whether or not it is valid. */
    void describe(ObjectNode fields) {
      String given = text(fields, "changeId");
      if (given != null && ChangeReader.isChangeId(given)) {
        changeId = given;
      }
      String name = text(fields, "operation");
      operation = name == null ? null : Shown.name(name);
      String alias = text(fields, "tenant");
      tenant = alias == null ? null : Shown.name(alias);
      target = TargetText.of(fields);
    }

    private static String text(ObjectNode fields, String name) {
      JsonNode value = fields.get(name);
      return value == null ? null : value.textValue();
    }

    ReceivedRow accepted(ConnectorChange change, byte[] original) {
      return received(change, original, null);
    }

    ReceivedRow rejected(Problem problem, byte[] original) {
      return received(null, original, problem);
    }

    private ReceivedRow received(ConnectorChange change, byte[] original, Problem problem) {
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
          certificate);
    }
  }
}
