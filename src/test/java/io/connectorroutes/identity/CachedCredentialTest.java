package io.connectorroutes.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.connectorroutes.testing.SettableClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CachedCredentialTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration BOUND = Duration.ofMinutes(2);

  private final SettableClock clock = new SettableClock();
  private final AskedCredential behind = new AskedCredential();
  private final CachedCredential credential = new CachedCredential(behind, clock);

  @AfterEach
  void close() {
    credential.close();
  }

  @Test
  void aTokenIsHadOnceForEachScopeTenantAndClaims() {
    behind.answer = () -> Mono.just(token("token-" + behind.asked.size(), HOUR));

    assertThat(List.of(ask(), ask())).containsExactly("token-1", "token-1");
    assertThat(ask(scope("b"))).isEqualTo("token-2");
    assertThat(ask(scope("a").setTenantId("t"))).isEqualTo("token-3");
    assertThat(ask(scope("a").setClaims("{}").setCaeEnabled(true))).isEqualTo("token-4");
    assertThat(ask(scope("a").setTenantId("t"))).isEqualTo("token-3");

    assertThat(behind.asked).hasSize(4);
    assertThat(behind.asked.get(1).getScopes()).containsExactly("b");
    assertThat(behind.asked.get(2).getTenantId()).isEqualTo("t");
    assertThat(behind.asked.get(3).getClaims()).isEqualTo("{}");
    assertThat(behind.asked.get(3).isCaeEnabled()).isTrue();
  }

  @Test
  void allWhoWaitShareOneRequest() throws Exception {
    CompletableFuture<AccessToken> answer = behind.answersLater();
    List<CompletableFuture<AccessToken>> waiting = waiting(16);
    await().atMost(BOUND).until(() -> behind.asked.size() == 1);

    answer.complete(token("one", HOUR));

    for (Future<AccessToken> each : waiting) {
      assertThat(each.get().getToken()).isEqualTo("one");
    }
    assertThat(behind.asked).hasSize(1);
  }

  @Test
  void aFailureIsToldToAllWhoWaitAndIsNotKept() {
    CompletableFuture<AccessToken> answer = behind.answersLater();
    List<CompletableFuture<AccessToken>> waiting = waiting(4);
    IllegalArgumentException failure = new IllegalArgumentException("refused");

    answer.completeExceptionally(failure);

    assertThat(waiting)
        .allSatisfy(
            each ->
                assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure));
    behind.answer = () -> Mono.just(token("later", HOUR));
    assertThat(ask()).isEqualTo("later");
  }

  @Test
  void aWaiterThatLeavesTakesTheRequestFromNobody() throws Exception {
    CompletableFuture<AccessToken> answer = behind.answersLater();
    CompletableFuture<AccessToken> stays = credential.getToken(scope("a")).toFuture();
    CompletableFuture<AccessToken> leaves = credential.getToken(scope("a")).toFuture();

    leaves.cancel(true);
    answer.complete(token("one", HOUR));

    assertThat(stays.get().getToken()).isEqualTo("one");
  }

  @Test
  void aTokenIsRenewedBeforeItEndsAndNobodyWaits() {
    has("old", HOUR);
    clock.advance(Duration.ofMinutes(55));
    assertThat(ask()).isEqualTo("old");
    assertThat(behind.asked).hasSize(1);

    clock.advance(Duration.ofMinutes(2));
    CompletableFuture<AccessToken> answer = behind.answersLater();
    assertThat(List.of(ask(), ask())).containsExactly("old", "old");
    await().atMost(BOUND).until(() -> behind.asked.size() == 2);
    answer.complete(token("new", HOUR));

    await().atMost(BOUND).until(() -> ask().equals("new"));
    assertThat(behind.asked).hasSize(2);
  }

  @Test
  void whileRenewalFailsTheOldTokenIsGivenUntilShortlyBeforeItsEnd() {
    has("old", HOUR);
    clock.advance(Duration.ofMinutes(57));
    renewal().completeExceptionally(new IllegalStateException("away"));

    assertThat(ask()).isEqualTo("old");
    assertThat(behind.asked).hasSize(2);
    clock.advance(Duration.ofSeconds(31));
    renewal().completeExceptionally(new IllegalStateException("still away"));
    assertThat(ask()).isEqualTo("old");
    assertThat(behind.asked).hasSize(3);

    behind.answer = () -> Mono.error(new IllegalStateException("away for good"));
    clock.advance(Duration.ofMinutes(2));
    assertThatThrownBy(this::ask).hasMessage("away for good");
    has("new", HOUR);
  }

  @Test
  void whoGivesTheSameTokenAgainIsNotAskedAtOnce() {
    AccessToken same = token("same", HOUR);
    behind.answer = () -> Mono.just(same);
    assertThat(ask()).isEqualTo("same");
    clock.advance(Duration.ofMinutes(57));
    renewal().complete(same);

    assertThat(Stream.generate(this::ask).limit(20)).containsOnly("same");

    assertThat(behind.asked).hasSize(2);
    clock.advance(Duration.ofSeconds(31));
    assertThat(renewal()).isNotDone();
    assertThat(behind.asked).hasSize(3);
  }

  @Test
  void theTimeOfTheAuthorityForRenewalCounts() {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    behind.answer =
        () -> Mono.just(new AccessToken("old", now.plusHours(24), now.plusHours(12), "Bearer"));
    assertThat(ask()).isEqualTo("old");
    behind.answer = () -> Mono.just(token("new", HOUR));

    clock.advance(Duration.ofHours(11));
    assertThat(ask()).isEqualTo("old");
    assertThat(behind.asked).hasSize(1);
    clock.advance(Duration.ofHours(2));
    assertThat(ask()).isEqualTo("old");

    await().atMost(BOUND).until(() -> ask().equals("new"));
  }

  @Test
  void aTimeForRenewalThatIsOverAtOnceIsNone() {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    OffsetDateTime never = OffsetDateTime.parse("1970-01-01T00:00:00Z");
    behind.answer = () -> Mono.just(new AccessToken("old", now.plusHours(1), never, "Bearer"));
    ask();

    ask();
    // Of another scope: by then a request that the second ask had begun would be there.
    ask(scope("b"));

    assertThat(behind.asked).hasSize(2);
  }

  @Test
  void aCredentialThatGivesNothingIsSaid() {
    behind.answer = Mono::empty;

    assertThatThrownBy(this::ask).hasMessage("no token was given");
  }

  @Test
  void whoWaitsIsToldWhenItIsClosed() {
    behind.answer = Mono::never;
    CompletableFuture<AccessToken> waiting = credential.getToken(scope("a")).toFuture();

    credential.close();

    assertThatThrownBy(waiting::get)
        .hasRootCauseMessage("the credential was closed before there was a token");
    assertThatThrownBy(this::ask).hasMessage("the credential is closed");
  }

  /** A token that nobody else has asked for. */
  private void has(String text, Duration lifetime) {
    behind.answer = () -> Mono.just(token(text, lifetime));
    assertThat(ask()).isEqualTo(text);
  }

  /** Begins one by asking, and gives what ends it in the test's own thread. */
  private CompletableFuture<AccessToken> renewal() {
    CompletableFuture<AccessToken> answer = behind.answersLater();
    ask();
    await().atMost(BOUND).until(() -> answer.getNumberOfDependents() > 0);
    return answer;
  }

  private List<CompletableFuture<AccessToken>> waiting(int number) {
    return Stream.generate(() -> credential.getToken(scope("a")).toFuture()).limit(number).toList();
  }

  private String ask() {
    return ask(scope("a"));
  }

  private String ask(TokenRequestContext context) {
    return credential.getTokenSync(context).getToken();
  }

  private static TokenRequestContext scope(String scope) {
    return new TokenRequestContext().addScopes(scope);
  }

  private AccessToken token(String text, Duration lifetime) {
    return new AccessToken(
        text, OffsetDateTime.ofInstant(clock.instant().plus(lifetime), ZoneOffset.UTC));
  }
}
