package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.testing.DeadLetterCalls;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the certificates of connectors end. */
@OnBothDatabases
class KnownCertificatesTest extends LedgerSuite {
  private static final Instant FIRST = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant SECOND = Instant.parse("2027-06-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2028-01-01T00:00:00Z");
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /** Longer than our own changes win over a list. */
  private static final Duration LATER = Duration.ofHours(1);

  private int changes;

  // ---- our own changes

  @Test
  void aCertificateCountsFromTheChangeThatGaveItUntilAnotherOneIsGiven() {
    assertThat(ends()).isEmpty();
    create("I", "Orders", SECOND);
    assertThat(ends()).containsExactly("Orders " + SECOND);
    assertThat(gauge()).isEqualTo(SECOND);

    upload("I", LAST);
    assertThat(ends()).containsExactly("Orders " + LAST);
    upload("I", FIRST);
    assertThat(ends()).as("Graph answers with the last one").containsExactly("Orders " + FIRST);
    update("I", null, null);
    assertThat(ends()).as("of a change of its URL alone").containsExactly("Orders " + FIRST);
    update("I", "pkcs12Certificate", SECOND);
    assertThat(ends()).containsExactly("Orders " + SECOND);
    upload("I", null);
    assertThat(ends()).as("of one that could not be opened").isEmpty();
  }

  @Test
  void aConnectorThatIsDeletedOrGetsAPasswordHasNone() {
    create("I", "Orders", FIRST);
    create("J", "Bills", SECOND);
    create("K", "Mail", LAST);

    update("I", "basicAuthentication", null);
    assertThat(ends()).containsExactly("Bills " + SECOND, "Mail " + LAST);
    settle(Operation.API_CONNECTOR_DELETE, "J", properties(null), null, Outcome.APPLIED);
    assertThat(ends()).containsExactly("Mail " + LAST);
    settle(Operation.API_CONNECTOR_DELETE, "K", properties(null), null, Outcome.NO_OP);
    assertThat(ends()).isEmpty();
    assertThat(ledger.gauges().read().certificateEnds()).isEmpty();
  }

  @Test
  void whatWasNotAppliedCountsForNothing() {
    create("I", "Orders", FIRST);
    settle(
        Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE,
        "I",
        properties(null),
        SECOND,
        Outcome.FAILED);

    assertThat(ends()).containsExactly("Orders " + FIRST);
  }

  @Test
  void theFirstOnesOfEachTenantComeFirstAndNoneThatEndsLater() {
    upload("I", SECOND);
    upload("J", FIRST);
    upload("K", LAST);

    assertThat(ends()).containsExactly("J " + FIRST, "I " + SECOND, "K " + LAST);
    assertThat(ids(ledger.reports().certificateEnds(LAST, 10))).containsExactly("J", "I");
    assertThat(ids(ledger.reports().certificateEnds(LAST, 1))).containsExactly("J");
    assertThat(ledger.reports().certificateEnds(FIRST, 10)).isEmpty();
    assertThat(gauge()).isEqualTo(FIRST);

    ledger.close();
    ledger = open(RequestBudget.NONE, (account, alias) -> Optional.of("not configured"));
    assertThat(ends()).as("of tenants that are not configured").isEmpty();
  }

  // ---- lists

  @Test
  void aListTellsWhatOthersDid() {
    create("I", "Orders", FIRST);
    create("J", "Bills", FIRST);
    create("K", "Mail", FIRST);
    create("L", "Gone", FIRST);
    clock.advance(LATER);

    list(
        shown("I", "Orders", AuthenticationKind.CERTIFICATE, SECOND),
        shown("J", "Bills", AuthenticationKind.BASIC, null),
        shown("K", "Mail", AuthenticationKind.CERTIFICATE, null),
        shown("M", "Theirs", AuthenticationKind.CERTIFICATE, LAST));

    assertThat(ends())
        .as("one whose end it does not show keeps it")
        .containsExactly("Mail " + FIRST, "Orders " + SECOND, "Theirs " + LAST);
  }

  @Test
  void aListThatMayBeOlderThanOurChangeTellsNothing() {
    create("I", "Orders", FIRST);
    create("J", "Bills", FIRST);
    update("J", "basicAuthentication", null);

    list(
        shown("I", "Orders", AuthenticationKind.CERTIFICATE, SECOND),
        shown("J", "Bills", AuthenticationKind.CERTIFICATE, SECOND));

    assertThat(ends()).containsExactly("Orders " + FIRST);
  }

  // ---- a ledger of before

  @Test
  void ofChangesThatAnEarlierVersionAppliedTheLastOfEachConnectorCounts() throws Exception {
    upload("I", FIRST);
    upload("I", SECOND);
    upload("J", FIRST);
    update("J", "basicAuthentication", null);
    upload("K", LAST);
    settle(
        Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE,
        "K",
        properties(null),
        FIRST,
        Outcome.FAILED);
    upload("L", FIRST);
    settle(Operation.API_CONNECTOR_DELETE, "L", properties(null), null, Outcome.APPLIED);
    assertThat(alter("UPDATE known_object SET certificate_end = NULL")).isEqualTo(4);
    assertThat(ends()).isEmpty();

    migrate();

    assertThat(ends()).containsExactly("I " + SECOND, "K " + LAST);
  }

  /** What a replay sent is not told by the first outcome of its change. */
  @Test
  void aConnectorThatAReplayChangedSinceThenIsNotGuessed() throws Exception {
    upload("I", FIRST);
    settle(
        Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE,
        "I",
        properties(null),
        SECOND,
        Outcome.FAILED);
    clock.advance(LATER);
    DeadLetterCalls.replay(ledger, List.of("change-2"));
    settleNext("I", Outcome.APPLIED);
    assertThat(ends()).containsExactly("I " + SECOND);
    alter("UPDATE known_object SET certificate_end = NULL");

    migrate();

    assertThat(ends()).isEmpty();
  }

  private void migrate() throws IOException, SQLException {
    try (var in =
        getClass()
            .getResourceAsStream(
                "/io/connectorroutes/ledger/migration/V30__certificate_ends.sql")) {
      String script = new String(in.readAllBytes(), UTF_8);
      alter(script.substring(script.indexOf("UPDATE known_object")).replaceFirst(";(?s).*", ""));
    }
  }

  // ---- many

  @Test
  void ofManyConnectorsTheIndexIsReadAlone() throws SQLException {
    upload("I", SECOND);
    upload("J", FIRST);
    new CopiedRows(settings).objects(5_000);

    assertThatTheIndexIsRead();
    if (database == LedgerDatabase.POSTGRESQL) {
      new CopiedRows(settings).analyze();
      assertThatTheIndexIsRead();
    }
  }

  private void assertThatTheIndexIsRead() throws SQLException {
    List<String> plans =
        plansOf(
            "certificate_end",
            () -> {
              assertThat(gauge()).isEqualTo(FIRST);
              assertThat(ledger.reports().certificateEnds(NEVER, 1_000)).hasSize(1_000);
            });
    assertThat(plans)
        .hasSize(3)
        .allMatch(plan -> plan.contains("known_object_certificate_end"))
        .noneMatch(plan -> plan.contains("TEMP B-TREE") || plan.contains("Sort"));
  }

  // ---- helpers

  private List<String> ends() {
    return ledger.reports().certificateEnds(NEVER, 10).stream()
        .map(end -> end.called() + " " + end.end())
        .toList();
  }

  private static List<String> ids(List<CertificateEnd> ends) {
    return ends.stream().map(CertificateEnd::id).toList();
  }

  private Instant gauge() {
    return ledger.gauges().read().certificateEnds().get(ACCOUNT);
  }

  private void create(String id, String name, Instant end) {
    ObjectNode properties = properties("pkcs12Certificate");
    properties.put("displayName", name);
    ConnectorChange change =
        new ConnectorChange(
            next(), Operation.API_CONNECTOR_CREATE, null, Target.NONE, properties, null, null);
    record(change, end);
    settleNext(id, Outcome.APPLIED);
  }

  /** Null for none, or one that cannot be opened. */
  private void upload(String id, Instant end) {
    settle(
        Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE,
        id,
        properties(null),
        end,
        Outcome.APPLIED);
  }

  private void update(String id, String authentication, Instant end) {
    settle(Operation.API_CONNECTOR_UPDATE, id, properties(authentication), end, Outcome.APPLIED);
  }

  private void settle(
      Operation operation, String id, ObjectNode properties, Instant end, Outcome outcome) {
    record(
        new ConnectorChange(next(), operation, null, Target.ofId(id), properties, null, null), end);
    settleNext(id, outcome);
  }

  private String next() {
    changes++;
    clock.advance(Duration.ofMillis(10));
    return "change-" + changes;
  }

  private static ObjectNode properties(String authentication) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    if (authentication != null) {
      properties
          .putObject("authenticationConfiguration")
          .put("@odata.type", "#microsoft.graph." + authentication);
    }
    return properties;
  }

  private void record(ConnectorChange change, Instant end) {
    ClientCertificate certificate =
        end == null ? null : new ClientCertificate("AB".repeat(20), end);
    ledger.recorder().recordMessage(QUEUE, Samples.message(change, certificate));
  }

  private void settleNext(String id, Outcome outcome) {
    Claimed<List<String>> claimed =
        ledger
            .deliveries()
            .claim(
                "run:1",
                20,
                (due, view) ->
                    new TenantPlan<>(
                        List.of(),
                        List.of(due.get(0).change().changeId()),
                        List.of(
                            new Intent(
                                due.get(0).seq(),
                                Intent.Kind.CHANGE,
                                "POST",
                                "/path",
                                UUID.randomUUID().toString(),
                                id))))
            .orElseThrow();
    Decision decision =
        new Decision.Settle(claimed.changes().get(0).seq(), outcome, id, 200, null, null, null);
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(decision))))
        .isTrue();
  }

  private static ListedObject shown(
      String id, String name, AuthenticationKind authentication, Instant end) {
    return new ListedObject(id, name, null, authentication, null, Set.of(), end);
  }

  private void list(ListedObject... objects) {
    send(Samples.update("waits-" + changes, "elsewhere"));
    Instant start = clock.instant();
    Claimed<List<String>> look = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ListUpdate page =
        new ListUpdate.Page(ObjectKind.API_CONNECTOR, start, true, List.of(objects), null);
    assertThat(
            ledger
                .deliveries()
                .settle(
                    look,
                    new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of(page))))
        .isTrue();
  }
}
