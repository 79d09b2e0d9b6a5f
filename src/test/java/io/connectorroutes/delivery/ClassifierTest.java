package io.connectorroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.DueChange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer, or its absence, is taken for. */
class ClassifierTest {
  private static final String UPDATE =
      "{'operation': 'apiConnector.update', 'target': {'id': 'id-a'}, 'properties':"
          + " {'displayName': 'B'}}";

  private final Tenant tenant = new Tenant();
  private final Claimed<GraphCall> claim = tenant.claim(tenant.due(UPDATE).get());

  @ParameterizedTest
  @CsvSource({
    "200, SUCCESS, ",
    "204, SUCCESS, ",
    "299, SUCCESS, ",
    "429, THROTTLED, ",
    "401, UNAUTHORIZED, ",
    "404, NOT_FOUND, ",
    "424, NOT_DONE, ",
    "408, LOST, ",
    "500, LOST, ",
    "502, LOST, ",
    "503, LOST, ",
    "504, LOST, ",
    "509, LOST, ",
    "400, LOST, Directory_ConcurrencyViolation",
    "409, LOST, Directory_ConcurrencyViolation",
    "403, REFUSED, Directory_ConcurrencyViolation",
    "400, REFUSED, ",
    "403, REFUSED, ",
    "405, REFUSED, ",
    "409, REFUSED, ",
    "413, REFUSED, ",
    "501, REFUSED, ",
    "302, REFUSED, "
  })
  void aStatusHasOneMeaning(int status, Classified.Kind kind, String code) {
    String body = code == null ? "" : "{'error': {'code': '" + code + "', 'message': 'm'}}";

    Classified answer = one(tenant.classifier.answered(claim, Tenant.response(status, body)));

    assertThat(answer.kind()).isEqualTo(kind);
    assertThat(answer.attemptResult().sent()).isTrue();
    assertThat(answer.attemptResult().httpStatus()).isEqualTo(status);
  }

  static Arguments[] failures() {
    return new Arguments[] {
      failure(new TokenUnavailableException("no token: x", false), "NO_TOKEN", "noToken"),
      failure(new ConnectionRequestTimeoutException(""), "NOT_SENT", "noConnection"),
      failure(new ConnectException(), "NOT_REACHED", "notConnected"),
      failure(new UnknownHostException(), "NOT_REACHED", "notConnected"),
      failure(new NoRouteToHostException(), "NOT_REACHED", "notConnected"),
      failure(new SSLHandshakeException(""), "NOT_REACHED", "notConnected"),
      failure(new SSLPeerUnverifiedException(""), "NOT_REACHED", "notConnected"),
      failure(new ConnectTimeoutException(""), "NOT_REACHED", "notConnected"),
      failure(new UnreadableAnswerException("too long", null), "LOST", "unreadableAnswer"),
      failure(new SocketTimeoutException(), "LOST", "timeout"),
      failure(new NoHttpResponseException(""), "LOST", "connectionLost"),
      failure(new IOException(), "LOST", "connectionLost"),
      failure(new IllegalStateException(), "LOST", "internalError"),
      failure(new StackOverflowError(), "LOST", "internalError"),
    };
  }

  private static Arguments failure(Throwable failure, String kind, String code) {
    return Arguments.of(failure, kind, code);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasOneMeaningHoweverDeepItLies(
      Throwable failure, Classified.Kind kind, String code) {
    for (Throwable thrown :
        new Throwable[] {failure, new RuntimeException(new RuntimeException(failure))}) {
      Classified answer = one(tenant.classifier.unanswered(claim, thrown));

      assertThat(answer.kind()).isEqualTo(kind);
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.attemptResult().sent()).isEqualTo(kind == Classified.Kind.LOST);
      assertThat(answer.attemptResult().httpStatus()).isNull();
    }
  }

  @Test
  void causesThatLeadBackToThemselvesEnd() {
    Exception outer = new Exception();
    Exception inner = new Exception(outer);
    outer.initCause(inner);

    assertThat(one(tenant.classifier.unanswered(claim, outer)).code()).isEqualTo("internalError");
  }

  @Test
  void aRequestThatCouldNotBeMadeDidNotLeave() {
    Classified answer = one(tenant.classifier.notMade(claim, new IllegalStateException()));

    assertThat(answer.kind()).isEqualTo(Classified.Kind.NOT_MADE);
    assertThat(answer.attemptResult().sent()).isFalse();
  }

  @Test
  void aWaitBeyondTheLongestIsCut() {
    Classified answer =
        one(tenant.classifier.answered(claim, Tenant.response(429, "", "retry-after", "9999999")));

    assertThat(answer.retryAfter()).contains(Duration.ofDays(1));
  }

  @Test
  void aBatchIsRefusedAsAWholeOnlyWhereGraphSaysSoOfTheWhole() {
    DueChange first = tenant.due(UPDATE).seq(1).get();
    DueChange second =
        tenant.due(UPDATE.replace("id-a", "id-b").replace("'B'", "'C'")).seq(2).get();
    Claimed<GraphCall> batch = tenant.claim(first, second);
    String items = "{'responses': [{'id': '1', 'status': 400}, {'id': '2', 'status': 404}]}";

    assertThat(tenant.classifier.answered(batch, Tenant.response(413, "")).isRefusedAsAWhole())
        .isTrue();
    assertThat(tenant.classifier.notMade(batch, new IllegalStateException()).isRefusedAsAWhole())
        .isTrue();
    assertThat(tenant.classifier.answered(batch, Tenant.response(200, items)).isRefusedAsAWhole())
        .isFalse();
    assertThat(tenant.classifier.answered(batch, Tenant.response(503, "")).isRefusedAsAWhole())
        .isFalse();
    assertThat(tenant.classifier.answered(claim, Tenant.response(413, "")).isRefusedAsAWhole())
        .isFalse();
  }

  private static Classified one(ClassifiedCall call) {
    assertThat(call.requests()).hasSize(1);
    return call.requests().get(0);
  }
}
