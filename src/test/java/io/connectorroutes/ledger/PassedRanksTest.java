package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.PermissionAnswer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What waited for long goes on at once, and does not hold up what came meanwhile. */
@OnBothDatabases
class PassedRanksTest extends LedgerSuite {
  private static final GraphTenant CONTOSO = new GraphTenant(null, "contoso", "app");

  @Override
  LedgerSettings adapted(LedgerSettings plain) {
    return plain.withPauseAfter(1);
  }

  private Job importFile(String name, int rows) {
    return importFile(
        name + ".jsonl",
        IntStream.rangeClosed(1, rows)
            .mapToObj(i -> row(i, update(name + i, name + "-x" + i)))
            .toArray(ReceivedRow[]::new));
  }

  private void sendUrgent(int count) {
    IntStream.rangeClosed(1, count).forEach(i -> send(update("urgent" + i, "u" + i)));
  }

  private static ConnectorChange unlink(String changeId) {
    Target step = new Target(null, null, null, changeId, "postFederationSignup", null);
    return Samples.of(Operation.USER_FLOW_DISABLE_API_CONNECTOR, changeId, step);
  }

  /** A job of 100 rows goes on after 150 of another job were delivered. */
  private void resumeLargeJob() {
    Job large = importFile("large", 100);
    ledger.jobControl().pause(large, "by job pause");
    importFile("other", 150);
    assertThat(deliverAll()).hasSize(150).allMatch(id -> id.startsWith("other"));
    ledger.jobControl().resume(large);
  }

  private List<String> deliver(int limit, Planner<List<String>> planner) {
    Claimed<List<String>> claimed =
        ledger.deliveries().claim("run:1", limit, planner).orElseThrow();
    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
    return claimed.request();
  }

  private List<String> deliver(int times, int limit, Planner<List<String>> planner) {
    List<String> delivered = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      delivered.addAll(deliver(limit, planner));
    }
    return delivered;
  }

  @Test
  void aJobThatIsResumedLeavesHalfOfEachCallToWhatCameMeanwhile() {
    resumeLargeJob();
    sendUrgent(15);

    assertThat(deliver(20, Plans.all()))
        .hasSize(20)
        .contains("large1", "large10", "urgent1", "urgent10");
    assertThat(deliver(20, Plans.all())).hasSize(20).contains("large11", "large25", "urgent15");
    assertThat(deliver(20, Plans.all())).as("alone it has all").hasSize(20).contains("large45");
    assertThat(deliverAll()).hasSize(55);
  }

  @Test
  void withOneChangeACallBothHaveTheirTurns() {
    resumeLargeJob();
    sendUrgent(20);

    List<String> delivered = deliver(40, 1, Plans.all());
    assertThat(delivered.stream().collect(Collectors.groupingBy(id -> id.charAt(0))))
        .allSatisfy((job, ids) -> assertThat(ids).hasSizeBetween(12, 28));
    assertThat(delivered.subList(0, 4)).anyMatch(id -> id.startsWith("urgent"));
  }

  @Test
  void whereACallTakesTheFirstAloneBothAreFirstByTurns() {
    resumeLargeJob();
    sendUrgent(20);

    assertThat(
            deliver(40, 20, Plans.first("PATCH")).stream()
                .collect(Collectors.groupingBy(id -> id.charAt(0))))
        .allSatisfy((job, ids) -> assertThat(ids).hasSizeBetween(12, 28));
  }

  @Test
  void whatRestedForWantOfAPermissionLeavesHalfAsWell() {
    importFile("large", 100);
    Claimed<List<String>> refused = claimFirst().orElseThrow();
    ClaimResult answer =
        new ClaimResult(
            Plans.answers(refused, 403),
            List.of(Plans.again(refused.changes().get(0).seq(), clock.instant())),
            null,
            List.of(),
            null,
            List.of(new PermissionAnswer(Permission.API_CONNECTORS, Kind.REFUSED)));
    assertThat(ledger.deliveries().settle(refused, answer)).isTrue();
    assertThat(claimFirst()).as("it rests").isEmpty();
    send(
        IntStream.rangeClosed(1, 200)
            .mapToObj(i -> unlink("flow" + i))
            .toArray(ConnectorChange[]::new));
    assertThat(deliverAll()).hasSize(200);

    assertThat(ledger.pauses().resume(CONTOSO).rested()).hasSize(1);
    sendUrgent(3);
    assertThat(deliver(20, Plans.all())).hasSize(20).contains("large17", "urgent3");
  }

  @Test
  void whatBlocksAnUrgentChangeDoesNotWaitForAllThatGoesOn() {
    resumeLargeJob();
    send(update("urgent", "large-x90"));
    assertThat(state("urgent")).isEqualTo("blocked");

    List<String> delivered = deliver(2, 20, Plans.all());
    assertThat(delivered).contains("large90", "urgent");
  }

  @Test
  void whatBlocksARowFarDownAJobStaysBeforeIt() {
    send(update("first", "x"));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();
    Decision again =
        Plans.again(claimed.changes().get(0).seq(), clock.instant().plus(Duration.ofMinutes(1)));
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(again)))).isTrue();
    importFile("other", 30);
    assertThat(deliverAll()).hasSize(30);
    importFile(
        "large.jsonl",
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> row(i, update("large" + i, i == 90 ? "x" : "large-x" + i)))
            .toArray(ReceivedRow[]::new));
    assertThat(state("large90")).isEqualTo("blocked");
    clock.advance(Duration.ofMinutes(1));
    send(update("second", "y"));

    assertThat(deliver(4, 1, Plans.all())).contains("first", "second");
  }

  @Test
  void aChangeThatACallFailsOfIsFoundBehindManyThatGoOn() {
    resumeLargeJob();
    sendUrgent(5);
    Planner<List<String>> failing =
        (due, view) -> {
          if (due.stream().anyMatch(one -> one.change().changeId().equals("urgent3"))) {
            throw new IllegalStateException("planned");
          }
          return Plans.sending("PATCH", due);
        };

    for (int i = 0; i < 20 && outcomes().stream().noneMatch(this::isFault); i++) {
      ledger
          .deliveries()
          .claim("run:1", 20, failing)
          .ifPresent(
              claimed ->
                  ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)));
    }
    assertThat(outcomes()).filteredOn(this::isFault).hasSize(1);
    assertThat(ledger.deliveries().claim("run:1", 20, failing))
        .as("the others go on together")
        .hasValueSatisfying(claimed -> assertThat(claimed.changes()).hasSize(20));
  }

  private boolean isFault(OutcomeRecord outcome) {
    return outcome.changeId().equals("urgent3") && "internalError".equals(outcome.errorCode());
  }
}
