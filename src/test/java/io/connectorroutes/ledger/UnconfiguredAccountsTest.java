package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of changes whose account is not configured any more: they wait. */
@OnBothDatabases
class UnconfiguredAccountsTest extends LedgerSuite {
  private static final ConfiguredAccounts B_ALONE =
      (account, alias) ->
          account.equals("b/1") ? Optional.empty() : Optional.of(alias + " is not configured");

  private Job recordForThreeTenants() {
    Job job = ledger.recorder().openFile(file("three.jsonl"), false);
    List<ReceivedRow> rows =
        List.of(
            row(1, update("a-1", "x"), "a", "a/1"),
            row(2, update("a-2", "x"), "a", "a/1"),
            row(3, update("b-1", "x"), "b", "b/1"),
            row(4, update("c-1", "x"), "c", "c/1"));
    ledger.recorder().record(job, rows);
    return ledger.recorder().finish(job);
  }

  @Test
  void changesOfAnAccountThatIsNotConfiguredWaitUntilItIsAgain() {
    recordForThreeTenants();
    ledger.close();
    ledger = open(RequestBudget.NONE, B_ALONE);

    assertThat(deliverAll()).containsExactly("b-1");
    clock.advance(Duration.ofDays(2));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).isEmpty();
    assertThat(ledger.reports().history("a-1"))
        .singleElement()
        .satisfies(
            history -> {
              assertThat(history.state()).isEqualTo("waiting");
              assertThat(history.attempts()).isEmpty();
              assertThat(history.outcomes()).isEmpty();
            });

    ledger.close();
    ledger = open();
    assertThat(deliverAll()).containsExactlyInAnyOrder("a-1", "a-2", "c-1");
  }

  @Test
  void whoWaitsForItsConfigurationIsReported() {
    Job job = recordForThreeTenants();
    ledger.close();
    ledger = open(RequestBudget.NONE, B_ALONE);
    deliverAll();

    assertThat(ledger.reports().unconfigured())
        .containsExactly(
            new Reports.Unconfigured("a/1", "a", "a is not configured"),
            new Reports.Unconfigured("c/1", "c", "c is not configured"));
    assertThat(ledger.reports().tenants())
        .allMatch(summary -> summary.reason() == WaitReason.NOT_CONFIGURED)
        .extracting(
            Reports.TenantSummary::tenant,
            Reports.TenantSummary::waiting,
            Reports.TenantSummary::message)
        .containsExactly(
            tuple("a", 2L, "a is not configured"), tuple("c", 1L, "c is not configured"));
    assertThat(ledger.reports().openByAccount(List.of(job)))
        .containsOnly(Map.entry("a/1", 2L), Map.entry("c/1", 1L));
  }

  @Test
  void anAccountThatIsRecordedLaterForAnotherWorkerIsLeftToThatOne() {
    ledger.close();
    ledger = open(RequestBudget.NONE, B_ALONE);
    recordForThreeTenants();
    assertThat(deliverAll()).containsExactly("b-1");
    ledger.recorder().recordMessage(QUEUE, row(0, update("d-1", "x"), "d", "d/1"));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.deliveries().nextDue()).isEmpty();
    assertThat(ledger.reports().unconfigured()).hasSize(3);
  }
}
