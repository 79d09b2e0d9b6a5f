package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import org.junit.jupiter.api.Test;

class OutcomeJsonTest {

  @Test
  void everyFieldInItsOrder() {
    assertThat(OutcomeJson.line(Samples.full()))
        .isEqualTo(
            "{\"outcomeId\":\"5a0c7e3e-0000-4000-8000-000000000001\","
                + "\"time\":\"2026-03-01T10:00:05.120Z\",\"changeId\":\"c-1\","
                + "\"job\":\"changes.csv\",\"row\":3,\"replay\":2,\"tenant\":\"contoso\","
                + "\"operation\":\"apiConnector.update\",\"target\":\"displayName=Test API\","
                + "\"outcome\":\"failed\","
                + "\"resourceId\":\"be1f769b-9b13-437e-b540-79a905c4932c\",\"httpStatus\":404,"
                + "\"errorCode\":\"Request_ResourceNotFound\",\"message\":\"no such connector\","
                + "\"requestId\":\"11111111-0000-4000-8000-000000000001\","
                + "\"clientRequestId\":\"22222222-0000-4000-8000-000000000001\","
                + "\"attempts\":1,\"graphRequests\":2,\"receivedAt\":\"2026-03-01T10:00:00.000Z\"}");
  }

  @Test
  void whatDoesNotApplyIsAbsent() {
    assertThat(OutcomeJson.line(Samples.plain("c-2", Outcome.NO_OP, null)))
        .isEqualTo(
            "{\"outcomeId\":\"o-c-2\",\"time\":\"2026-03-01T10:00:05.120Z\",\"changeId\":\"c-2\","
                + "\"job\":\"changes\",\"outcome\":\"no-op\",\"attempts\":0,\"graphRequests\":0,"
                + "\"receivedAt\":\"2026-03-01T10:00:00.000Z\"}");
  }

  @Test
  void aLineStaysOneLine() {
    assertThat(OutcomeJson.line(Samples.plain("c-2", Outcome.FAILED, "a\r\nb\"c")))
        .contains("\"message\":\"a\\r\\nb\\\"c\"")
        .doesNotContain("\n", "\r");
  }
}
