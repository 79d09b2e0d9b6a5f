package io.connectorroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.ledger.Judgement;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it means that an answer is larger, or asks for more, than is taken. */
class AnswersBeyondBoundsTest {
  private static final String CREATE =
      """
      {'changeId': 'c', 'operation': 'connectorGroup.create', 'properties': {'name': 'G'}}
      """;
  private static final String UPDATE_BY_NAME =
      """
      {'changeId': 'u', 'operation': 'connectorGroup.update', 'target': {'name': 'G'},
       'properties': {'region': 'eur'}}
      """;

  private final Tenant tenant = new Tenant();

  @Test
  void aPostWhoseAnswerIsNotReadIsLookedFor() {
    Verdict.Again again =
        (Verdict.Again)
            tenant
                .fail(
                    tenant.due(CREATE).get(),
                    new UnreadableAnswerException("its body is larger than 1 MB", null))
                .verdicts()
                .get(0);
    assertThat(again.phase()).isEqualTo(Phase.LOOK);
    assertThat(again.reason()).startsWith("unreadableAnswer: ").contains("larger than 1 MB");
  }

  @Test
  void aPauseBeyondTheLongestIsCutToIt() {
    for (String asked : new String[] {"999999999", "9999999999999999", "3, 86401"}) {
      Judgement judgement =
          tenant.answer(tenant.due(CREATE).get(), 429, "{}", "retry-after", asked);
      assertThat(judgement.park().until()).isEqualTo(tenant.view.now.plus(Duration.ofDays(1)));
    }
    assertThat(
            tenant
                .answer(tenant.due(CREATE).get(), 429, "{}", "retry-after", "86400")
                .park()
                .until())
        .isEqualTo(tenant.view.now.plus(Duration.ofDays(1)));
  }

  @Test
  void aBackOffBeyondTheLongestIsCutToIt() {
    Verdict.Again again =
        (Verdict.Again)
            tenant
                .answer(
                    tenant.due(CREATE).get(),
                    503,
                    "{}",
                    "retry-after",
                    "Fri, 31 Dec 9999 23:59:59 GMT")
                .verdicts()
                .get(0);
    assertThat(again.due()).isEqualTo(tenant.view.now.plus(Duration.ofDays(1)));
  }

  @Test
  void ofAListNoMoreThanAThousandPagesAreRead() {
    Judgement last = null;
    for (int page = 0; page < NameDirectory.MAX_PAGES; page++) {
      assertThat(last == null || last.verdicts().isEmpty()).as("page " + page).isTrue();
      last =
          tenant.answer(
              tenant.due(UPDATE_BY_NAME).get(),
              200,
              "{'value': [], '@odata.nextLink': 'https://graph.microsoft.com/beta/p?n=%d'}"
                  .formatted(page));
    }
    Verdict.Again again = (Verdict.Again) last.verdicts().get(0);
    assertThat(again.reason()).isEqualTo("unreadableAnswer: Graph's list has more than 1000 pages");
    assertThat(again.attemptUsed()).isTrue();
  }
}
