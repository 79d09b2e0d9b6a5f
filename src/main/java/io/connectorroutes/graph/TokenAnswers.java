package io.connectorroutes.graph;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Carries one account's requests for tokens, and notes what stands in the heads of the answers: the
 * libraries above keep it of some kinds of answers only. Thread safe.
 */
final class TokenAnswers implements HttpClient {
  /** Entra bears with a difference of 5 minutes. */
  private static final Duration MOST_OFF = Duration.ofMinutes(5);

  private final HttpClient client;
  private final Clock clock;

  /** Null where none came yet. */
  private volatile Answer last;

  /**
   * The head of an answer.
   *
   * @param status HTTP status
   * @param retryAfter how long it asks to wait
   * @param ahead by how much this machine's clock is ahead of its sender's; negative where it is
   *     behind; null where the answer had no date
   */
  record Answer(int status, Optional<Duration> retryAfter, Duration ahead) {

    /** That this machine's clock is wrong, where it is; a clause for a person. */
    Optional<String> clockOff() {
      return ahead == null || ahead.abs().compareTo(MOST_OFF) < 0
          ? Optional.empty()
          : Optional.of(
              "this machine's clock is "
                  + ahead.abs().toMinutes()
                  + " min "
                  + (ahead.isNegative() ? "behind" : "ahead of")
                  + " the authority's: set it");
    }
  }

  /**
   * Notes nothing yet.
   *
   * @param client carries the requests
   * @param clock of this machine
   */
  TokenAnswers(HttpClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The head of the last answer; empty where none came. */
  Optional<Answer> last() {
    return Optional.ofNullable(last);
  }

  /** To be called before a request: the answers to earlier ones say nothing about it. */
  void forget() {
    last = null;
  }

  private void note(HttpResponse response) {
    Instant now = clock.instant();
    last =
        new Answer(
            response.getStatusCode(),
            RetryAfter.parse(response.getHeaderValue(HttpHeaderName.RETRY_AFTER), now),
            date(response.getHeaderValue(HttpHeaderName.DATE))
                .map(date -> Duration.between(date, now))
                .orElse(null));
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.ofNullable(header)
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return client.send(request).doOnNext(this::note);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return client.send(request, context).doOnNext(this::note);
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    HttpResponse response = client.sendSync(request, context);
    note(response);
    return response;
  }
}
