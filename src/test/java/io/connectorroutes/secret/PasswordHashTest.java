package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final String SALT = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String HASH = "yfEPsxqfwHqW_k3sP1efSYfHhQkBZW3SyqGpTTm-he0";

  @Test
  void itIsWhatOtherProgramsDerive() {
    // python3: hashlib.pbkdf2_hmac('sha256', 'pässwörd€'.encode(), bytes(16), 10000)
    PasswordHash hash = PasswordHash.parse("pbkdf2-sha256:10000:" + SALT + ":" + HASH);
    assertThat(hash.matches("pässwörd€")).isTrue();
    assertThat(hash.matches("passwörd€")).isFalse();
    assertThat(hash.matches("")).isFalse();
  }

  @Test
  void eachHasASaltOfItsOwnAndIsReadAgain() {
    PasswordHash one = PasswordHash.of("canary", 10_000);
    PasswordHash other = PasswordHash.of("canary", 10_000);
    assertThat(one.text()).isNotEqualTo(other.text()).doesNotContain("canary");
    assertThat(PasswordHash.parse(one.text()).matches("canary")).isTrue();
    assertThat(PasswordHash.parse(other.text()).matches("Canary")).isFalse();
    assertThat(one).hasToString("******");
  }

  @Test
  void aNewOneTakesSixHundredThousandRounds() {
    assertThat(PasswordHash.of("x").text()).startsWith("pbkdf2-sha256:600000:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary",
        "pbkdf2-sha256:10000:" + SALT,
        "pbkdf2-sha256:9999:" + SALT + ":" + HASH,
        "pbkdf2-sha256:5000001:" + SALT + ":" + HASH,
        "pbkdf2-sha256:99999999999:" + SALT + ":" + HASH,
        "pbkdf2-sha1:10000:" + SALT + ":" + HASH,
        "pbkdf2-sha256:10000:AAAA:" + HASH,
        "pbkdf2-sha256:10000:AAAAAAAAAAAAAAAAAAAAAAA:x" + HASH,
        "pbkdf2-sha256:10000:" + SALT + ":" + HASH + "=",
        " pbkdf2-sha256:10000:" + SALT + ":" + HASH,
      })
  void whatIsNoneIsRefusedAndNotRepeated(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("canary", SALT));
  }
}
