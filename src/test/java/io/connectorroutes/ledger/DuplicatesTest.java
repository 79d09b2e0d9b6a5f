package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change is that has the id of an earlier one. */
@OnBothDatabases
class DuplicatesTest extends LedgerSuite {
  @Test
  void theSameContentUnderAKnownIdIsADuplicate() {
    Job job = importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c1", "x")));
    send(update("c1", "x"));
    assertThat(ledger.reports().summary(job).counts()).containsEntry("open", 2L);
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(outcomes()).hasSize(1);
    assertThat(ledger.reports().summary(job).counts()).containsExactly(Map.entry("applied", 2L));
    assertThat(ledger.reports().summary(job).duplicates()).isEqualTo(1);
    List<JobRow> rows = new ArrayList<>();
    ledger.reports().rows(ledger.outbox().settledJob().orElseThrow(), rows::add);
    assertThat(rows).extracting(JobRow::row).containsExactly(1, 2);
    assertThat(rows).extracting(JobRow::duplicateOf).containsExactly(null, "c1");
    assertThat(rows).extracting(r -> r.outcome().outcome()).containsOnly(Outcome.APPLIED);
    assertThat(rows)
        .extracting(r -> r.outcome().outcomeId())
        .containsOnly(outcomes().get(0).outcomeId());
  }

  @Test
  void aDuplicateOfASettledChangeHasItsOutcomeAtOnce() {
    send(update("c1", "x"));
    deliverAll();
    importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(claimFirst()).isEmpty();
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
  }

  @Test
  void aJobWaitsForTheFirstOneOfItsDuplicates() {
    send(update("c1", "x"));
    importFile("a.jsonl", row(1, update("c1", "x")));
    assertThat(ledger.outbox().settledJob()).isEmpty();
    deliverAll();
    assertThat(ledger.outbox().settledJob()).map(Job::name).contains("a.jsonl");
  }

  @Test
  void theOrderOfFieldsIsNoDifferenceAndAnyValueIs() {
    ConnectorChange change = Samples.create("c1", "A");
    ConnectorChange turned = Samples.create("c1", "A");
    turned.properties().set("displayName", turned.properties().remove("displayName"));
    ConnectorChange other = Samples.create("c1", "A", "other");
    importFile("a.jsonl", row(1, change), row(2, turned), row(3, other));
    assertThat(turned.properties().fieldNames().next()).isEqualTo("targetUrl");
    assertThat(outcomes()).extracting(OutcomeRecord::row).containsExactly(3);
  }

  @Test
  void otherContentUnderAKnownIdIsRejectedAndTheFirstOneStands() {
    importFile("a.jsonl", row(1, update("c1", "x")), row(2, update("c1", "y")));
    assertThat(outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(Outcome.REJECTED);
              assertThat(outcome.errorCode()).isEqualTo("changeIdReused");
              assertThat(outcome.message()).startsWith("changeId reused: c1");
              assertThat(outcome.row()).isEqualTo(2);
            });
    assertThat(deliverAll()).containsExactly("c1");
  }

  @Test
  void aDuplicateOfARowThatWasRefusedBecomesAChangeOfItsOwn() {
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("c1", "x"))));
    send(update("c1", "x"), update("c1", "x"));
    assertThat(claimFirst()).isEmpty();
    ledger.recorder().refuse(job, "cut short");
    assertThat(deliverAll()).containsExactly("c1");
    assertThat(ledger.reports().openChanges()).isZero();
    assertThat(ledger.reports().history("c1"))
        .extracting(Reports.History::state)
        .containsExactly("duplicate", "settled");
  }
}
