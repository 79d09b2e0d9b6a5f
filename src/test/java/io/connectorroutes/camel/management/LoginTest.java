package io.connectorroutes.camel.management;

import static io.connectorroutes.camel.management.Login.Answer.RESTING;
import static io.connectorroutes.camel.management.Login.Answer.RIGHT;
import static io.connectorroutes.camel.management.Login.Answer.UNKNOWN;
import static io.connectorroutes.camel.management.Login.Answer.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.secret.PasswordHash;
import io.connectorroutes.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  /** Of {@code pässwörd€}, in few rounds. */
  static final String HASH =
      "pbkdf2-sha256:10000:AAAAAAAAAAAAAAAAAAAAAA:yfEPsxqfwHqW_k3sP1efSYfHhQkBZW3SyqGpTTm-he0";

  private final SettableClock clock = new SettableClock();
  private final Login login = new Login("ops", PasswordHash.parse(HASH), clock);

  static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasRightIsKnownForTenMinutes() {
    String right = basic("ops:pässwörd€");
    assertThat(login.look("a", right)).isEqualTo(UNKNOWN);
    assertThat(login.check("a", right)).isEqualTo(RIGHT);
    assertThat(login.look("a", right)).isEqualTo(RIGHT);
    assertThat(login.look("b", right)).isEqualTo(RIGHT);
    assertThat(login.look("a", basic("ops:passwörd€"))).isEqualTo(UNKNOWN);
    clock.advance(Login.KNOWN);
    assertThat(login.look("a", right)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops:", "ops:other", "other:pässwörd€", ":pässwörd€", "ops:pässwörd€ "})
  void anotherUserOrPasswordIsWrong(String credentials) {
    assertThat(login.check("a", basic(credentials))).isEqualTo(WRONG);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Basic", "Basic ?", "Basic b3Bz", "Bearer b3BzOng="})
  void whatNamesNoUserIsNoGuess(String header) {
    for (int i = 0; i < 20; i++) {
      assertThat(login.check("a", header)).isEqualTo(WRONG);
    }
    assertThat(login.rest("a")).isZero();
  }

  @Test
  void anAddressThatRestsIsNotToldWhetherItWasRight() {
    String right = basic("ops:pässwörd€");
    assertThat(login.check("b", right)).isEqualTo(RIGHT);
    for (int i = 0; i < 10; i++) {
      assertThat(login.check("a", basic("ops:" + i))).isEqualTo(WRONG);
    }
    assertThat(login.look("a", right)).isEqualTo(RESTING);
    assertThat(login.check("a", right)).isEqualTo(RESTING);
    assertThat(login.look("a", null)).isEqualTo(RESTING);
    assertThat(login.look("b", right)).isEqualTo(RIGHT);
    clock.advance(Duration.ofMinutes(1));
    assertThat(login.look("a", right)).isEqualTo(RIGHT);
  }
}
