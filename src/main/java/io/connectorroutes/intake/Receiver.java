package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.CloudEvent;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import io.connectorroutes.secret.ReferencedSecrets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Makes of a row or a message what is recorded: a change that is checked and whole, or a problem.
 * Safe for use by many threads.
 */
public final class Receiver {
  /** What a message may have; a change with the largest certificate is far smaller. */
  public static final int MOST_MESSAGE_BYTES = 1 << 20;

  private static final String CHANGE_ID = "changeId";
  private static final String TENANT = "tenant";

  private final ChangeReader reader;
  private final Preconditions preconditions;

  private final OnlyTenant only;

  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Receiver.class));

  /**
   * A receiver.
   *
   * @param reader checks rows; may be shared
   * @param tenants the configured ones
   * @param cloudRule why the cloud does not offer what a change needs, as one line; empty where it
   *     does
   * @param changeReferences puts what earlier changes hold in the place of references to them
   * @param secrets reads what other references stand for
   * @param certificates looks at certificates
   */
  public Receiver(
      ChangeReader reader,
      ConfiguredTenants tenants,
      Function<ConnectorChange, Optional<String>> cloudRule,
      ChangeReferences changeReferences,
      ReferencedSecrets secrets,
      CertificateCheck certificates) {
    this(
        reader,
        new Preconditions(reader, tenants, cloudRule, changeReferences, secrets, certificates),
        new OnlyTenant(null));
  }

  private Receiver(ChangeReader reader, Preconditions preconditions, OnlyTenant only) {
    this.reader = reader;
    this.preconditions = preconditions;
    this.only = only;
  }

  /**
   * The same, for one tenant: what names none is for that one, and what names another is rejected.
   *
   * @param tenant its name ({@link GraphTenant#name}); null for any
   */
  public Receiver only(String tenant) {
    return new Receiver(reader, preconditions, new OnlyTenant(tenant));
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
    if (row.failure() != null) {
      return failed(draft, row.failure(), null);
    }
    if (row.fields() == null) {
      return draft.rejected(Rejection.unreadable(row.problem()).problem(), null);
    }
    byte[] original = null;
    try {
      original = ChangeJson.write(row.original());
      return receive(draft, row, original, false);
    } catch (RuntimeException | Error e) {
      return failed(draft, e, original);
    }
  }

  /** Receives a message of a queue or topic: one change, or a CloudEvent whose data is one. */
  public ReceivedRow message(QueueMessage message) {
    Optional<String> tooLong = tooLong(message.body());
    if (tooLong.isPresent()) {
      return unreadable(message, tooLong.get());
    }
    Draft draft = new Draft();
    draft.brokerMessageId = message.brokerMessageId();
    draft.headerNames = String.join(",", new TreeSet<>(message.headers().keySet()));
    draft.traceparent = message.traceparent();
    try {
      CloudEvent event = CloudEvent.of(RowReader.readMessage(message.body()));
      draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
      if (event.data().problem() != null) {
        return draft.rejected(
            Rejection.unreadable(event.data().problem()).problem(), message.body());
      }
      Optional<String> id =
          event
              .id()
              .map(Identity::fitting)
              .or(() -> Identity.ofCloudEvent(message))
              .or(() -> Identity.ofBroker(message));
      draft.changeId = id.orElse(draft.changeId);
      draft.isIdentified = id.isPresent();
      return receive(draft, event.data(), message.body(), true);
    } catch (RuntimeException | Error e) {
      if (draft.changeId == null) {
        draft.changeId = Identity.ofBroker(message).orElseGet(Receiver::random);
      }
      return failed(draft, e, message.body());
    }
  }

  /** Why a message of that length is not read; empty where it is. */
  static Optional<String> tooLong(byte[] body) {
    return body.length <= MOST_MESSAGE_BYTES
        ? Optional.empty()
        : Optional.of(
            "the body has %d bytes, more than the %d that are read"
                .formatted(body.length, MOST_MESSAGE_BYTES));
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

  private ReceivedRow receive(Draft draft, ReadRow row, byte[] original, boolean fromQueue) {
    try {
      draft.takeChangeId(row);
      ObjectNode fields = only.in(row.fields());
      List<String> leftOut = LeftOut.missing(row, fields);
      draft.refused.addAll(leftOut);
      ChangeReader.Read read = reader.read(fields, draft.changeId);
      describe(draft, fields, read);
      draft.requireIdentity();
      if (row.problem() != null) {
        throw Rejection.invalid(List.of(row.problem()));
      }
      if (read.change() == null) {
        throw Rejection.invalid(read.problems());
      }
      if (!leftOut.isEmpty()) {
        throw Rejection.invalid(LeftOut.problems(leftOut));
      }
      GraphTenant tenant = preconditions.tenant(read.change());
      Preconditions.Passed passed = preconditions.check(read.change(), tenant.account(), fromQueue);
      byte[] recorded = ChangeJson.write(passed.recorded());
      boolean same = row.cells() == null && Arrays.equals(original, recorded);
      return draft.accepted(passed, same ? null : original);
    } catch (Rejection e) {
      return draft.rejected(e.problem(), original).comparedBy(e.valid(), null);
    }
  }

  /** Takes what the row says of itself, whether or not it is valid, as far as it may be shown. */
  private void describe(Draft draft, ObjectNode fields, ChangeReader.Read read) {
    draft.refused.addAll(read.refused());
    draft.operation = draft.text(fields, "operation");
    Optional<GraphTenant> tenant = preconditions.tenant(draft.text(fields, TENANT));
    if (fields.has(TENANT) && tenant.isEmpty()) {
      draft.refused.add(TENANT);
    }
    draft.tenant = draft.text(fields, TENANT);
    draft.account =
        draft.refused.contains(TENANT) ? null : tenant.map(GraphTenant::account).orElse(null);
    draft.target = TargetText.of(fields, draft.refused);
  }

  /** What is known of a row so far. */
  private static final class Draft {
    private final Set<String> refused = new LinkedHashSet<>();
    private int row;
    private String changeId;
    private boolean isIdentified = true;
    private String givenChangeId;
    private String operation;
    private String tenant;
    private String account;
    private String target;
    private String brokerMessageId;
    private String headerNames;
    private ClientCertificate certificate;
    private String traceparent;

    /**
     * Takes the id that the row has. One that breaks its rule is given back as it was; a row of a
     * result file that has none in its place keeps it there, so that it is not taken for a row that
     * never had an id.
     */
    void takeChangeId(ReadRow read) {
      JsonNode given = read.fields().get(CHANGE_ID);
      if (given == null) {
        givenChangeId = Identity.givenBefore(read).map(Identity::shown).orElse(null);
        isIdentified &= givenChangeId == null;
      } else if (given.isTextual() && ChangeReader.isChangeId(given.textValue())) {
        isIdentified = true;
        changeId = given.textValue();
      } else {
        isIdentified = true;
        givenChangeId = Identity.shown(given.isValueNode() ? given.asText() : given.toString());
      }
    }

    void requireIdentity() throws Rejection {
      if (!isIdentified) {
        String fault =
            givenChangeId == null
                ? "changeId is missing"
                : "changeId is missing, and the one before (result.givenChangeId) broke its rule";
        throw Rejection.invalid(
            List.of(
                new FieldProblem(
                    CHANGE_ID,
                    fault
                        + ": give 1 to 128 characters of A-Z a-z 0-9 . _ : - that name this change"
                        + " and no other")));
      }
    }

    /** The text of a field at the top of the row; null where it has none that may be shown. */
    String text(ObjectNode fields, String name) {
      return refused.contains(name) ? null : fields.path(name).textValue();
    }

    ReceivedRow accepted(Preconditions.Passed passed, byte[] original) {
      certificate = passed.certificate();
      return received(passed.recorded(), original, null)
          .comparedBy(passed.compared(), passed.resolved());
    }

    ReceivedRow rejected(Problem problem, byte[] original) {
      List<String> known = refused.stream().filter(ChangeFields::isKnown).toList();
      return received(null, original, problem.of(known, givenChangeId));
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
              certificate)
          .tracedBy(traceparent);
    }
  }
}
