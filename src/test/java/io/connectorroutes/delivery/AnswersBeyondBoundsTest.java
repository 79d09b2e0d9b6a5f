package io.connectorroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Phase;
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
    Decision.Retry again =
        (Decision.Retry)
            tenant
                .fail(
                    tenant.due(CREATE).get(),
                    new UnreadableAnswerException("its body is larger than 1 MB", null))
                .decisions()
                .get(0);
    assertThat(again.phase()).isEqualTo(Phase.LOOK);
    assertThat(again.reason()).startsWith("unreadableAnswer: ").contains("larger than 1 MB");
  }

  @Test
  void aPauseBeyondTheLongestIsCutToIt() {
    for (String asked : new String[] {"999999999", "9999999999999999", "3, 86401"}) {
      ClaimResult result = tenant.answer(tenant.due(CREATE).get(), 429, "{}", "retry-after", asked);
      assertThat(result.park().until()).isEqualTo(tenant.view.now.plus(Duration.ofDays(1)));
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
    Decision.Retry again =
        (Decision.Retry)
            tenant
                .answer(
                    tenant.due(CREATE).get(),
                    503,
                    "{}",
                    "retry-after",
                    "Fri, 31 Dec 9999 23:59:59 GMT")
                .decisions()
                .get(0);
    assertThat(again.due()).isEqualTo(tenant.view.now.plus(Duration.ofDays(1)));
  }

  @Test
  void ofAListNoMoreThanAThousandPagesAreRead() {
    ClaimResult last = null;
    for (int page = 0; page < Lookup.MAX_PAGES; page++) {
      assertThat(last == null || last.decisions().isEmpty()).as("page " + page).isTrue();
      last =
          tenant.answer(
              tenant.due(UPDATE_BY_NAME).get(),
              200,
              "{'value': [], '@odata.nextLink': 'https://graph.microsoft.com/beta/p?n=%d'}"
                  .formatted(page));
    }
    Decision.Retry again = (Decision.Retry) last.decisions().get(0);
    assertThat(again.reason()).isEqualTo("unreadableAnswer: Graph's list has more than 1000 pages");
    assertThat(again.attemptUsed()).isTrue();
  }
}
