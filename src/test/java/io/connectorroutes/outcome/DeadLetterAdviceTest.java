package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is advised for which cause. */
class DeadLetterAdviceTest {
  private static DeadLetterAdvice of(
      String cause, Outcome outcome, Set<Integer> httpStatuses, String... operations) {
    return DeadLetterAdvice.of(cause, Set.of(outcome), httpStatuses, List.of(operations));
  }

  @Test
  void permissionsAreNamed() {
    DeadLetterAdvice advice =
        of(
            "Authorization_RequestDenied",
            Outcome.FAILED,
            Set.of(403),
            "apiConnector.create",
            "userFlow.enableApiConnector",
            "connectorGroup.create",
            "unheard.of");
    assertThat(advice.why())
        .isEqualTo(
            "the app lacks APIConnectors.ReadWrite.All, IdentityUserFlow.ReadWrite.All,"
                + " Directory.ReadWrite.All");
    assertThat(advice.remedy()).contains("grant", "admin consent");
    assertThat(advice.replayed()).isTrue();
    assertThat(of("Forbidden", Outcome.FAILED, Set.of(403)).why()).isEqualTo("Graph forbids it");
  }

  @ParameterizedTest
  @CsvSource({
    "nameNotFound, , nothing in the tenant has that name, true",
    "ambiguousName, , several objects have that name, true",
    "internalError, , a fault of this program, true",
    "Request_ResourceNotFound, 404, what is to be changed is not there, false",
    "InvalidAuthenticationToken, 401, Graph does not take the credential, true",
    "Request_MultipleObjectsWithSameKeyValue, 409, something in the tenant is in the way, true",
    "serviceNotAvailable, 503, Graph did not do it in time, true",
    "tooManyRequests, 429, Graph did not do it in time, true",
    "Request_BadRequest, 400, Graph refuses what it says, false",
    "connectionLost, , , true"
  })
  void whatFailedIsReplayedOrSentAgain(
      String cause, Integer httpStatus, String why, boolean replayed) {
    DeadLetterAdvice advice =
        of(cause, Outcome.FAILED, httpStatus == null ? Set.of() : Set.of(httpStatus));
    assertThat(advice.why()).isEqualTo(why);
    assertThat(advice.replayed()).isEqualTo(replayed);
  }

  @ParameterizedTest
  @CsvSource({
    "unreadable, cannot be read",
    "changeIdReused, known with other content",
    "unknownTenant, not configured",
    "secretUnavailable, cannot be had",
    "certificate, cannot be used"
  })
  void whatWasRejectedIsSentAgain(String cause, String why) {
    DeadLetterAdvice advice = of(cause, Outcome.REJECTED, Set.of());
    assertThat(advice.why()).contains(why);
    assertThat(advice.replayed()).isFalse();
    assertThat(of("invalid", Outcome.REJECTED, Set.of()).why()).isNull();
  }

  @Test
  void whatIsUnknownIsLookedFor() {
    assertThat(of("lostAnswer", Outcome.UNKNOWN, Set.of(503)).remedy())
        .contains("look in the tenant");
  }
}
