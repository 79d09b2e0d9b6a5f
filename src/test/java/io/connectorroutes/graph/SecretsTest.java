package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.canary.Canaries;
import io.connectorroutes.testing.canary.Spellings;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String PLAIN = "Kan4ry-9f3c71aa0b!";
  private static final String ODD = "Kan4r\u00fc/\"\\ +&%?=\n-9f3c71aa0b";

  static Stream<Arguments> spellings() {
    return Stream.of(PLAIN, ODD)
        .flatMap(
            secret ->
                Spellings.of(secret).entrySet().stream()
                    .map(e -> Arguments.of(e.getKey(), secret, text(e.getKey(), e.getValue()))));
  }

  /** An answer's text is UTF-8, and a header's a character for each byte. */
  private static String text(String spelling, byte[] bytes) {
    return new String(bytes, spelling.matches(".*UTF-16..") ? ISO_8859_1 : UTF_8);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("spellings")
  void isTakenOutInEachSpelling(String spelling, String secret, String repeated) {
    Canaries canaries = new Canaries().with("the secret", secret);
    String text = "is <" + repeated + "> bad";

    String masked = Secrets.of(secret).mask(text);

    assertThat(canaries.in("masked", masked)).isEmpty();
    assertThat(canaries.in("masked", masked.getBytes(ISO_8859_1))).isEmpty();
    assertThat(masked).startsWith("is <").endsWith("> bad").contains("******");
    assertThat(masked.length()).as(masked).isLessThan(40);
    assertThat(Secrets.of(secret).isIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid value specified for property 'password' of resource 'IdentityApiConnector'.",
        "6e2f9c53-a2a1-4c6e-8d94-2f6a0c3b7d1e",
        "Kan4r",
        "an4ry-9 or 71aa0b!",
        "%zz \\u12 \\ + 4b616e34 S2FuNHI",
        "TWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcms="
      })
  void anythingElseStays(String text) {
    assertThat(Secrets.of(PLAIN).mask(text)).isEqualTo(text);
  }

  @Test
  void aBeginningOfSixAndAnyPartOfEightIsTakenOut() {
    Secrets secrets = Secrets.of("Kan4ry-9f3c71");

    assertThat(secrets.mask("(Kan4ry) (kan4ry-) (n4ry-9f3) (4ry-9f3)"))
        .isEqualTo("(******) (******) (******) (4ry-9f3)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab7", "ab7cd"})
  void aTextWithOneThatIsShortIsWithheld(String secret) {
    assertThat(Secrets.of(secret).mask("is <" + secret + "> bad")).contains("withheld");
    assertThat(Secrets.of(secret).mask("XXX")).isEqualTo("XXX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0061b7cd", "%61b7cd", "YWI3Y2Q=..", "616237636400"})
  void aShortOneIsSeenHoweverItIsSpelt(String text) {
    assertThat(Secrets.of("ab7cd").mask(text)).contains("withheld");
  }

  /** 70 is p, and so is its cHA: what a random id has of a short secret, it has by chance. */
  @ParameterizedTest
  @ValueSource(strings = {"p", "7d1e", "B"})
  void aShortOneIsNotLookedForInAnId(String secret) {
    String id = "6E2F9C53-a2a1-4c6e-8d94-2f6a0c707d1e";

    assertThat(Secrets.of(secret).mask(id)).isEqualTo(id);
    assertThat(Secrets.of(secret).isIn(id)).isFalse();
    assertThat(Secrets.of("6a0c707d1e").isIn(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJub25lIn0.eyJ0aWQiOiJ4In0.sig-_",
        "eyJhbGciOiJub25lIn0%2EeyJ0aWQiOiJ4In0%2Esig-_",
        "65794a68624763694f694a756232356c496e30"
      })
  void whatLooksLikeATokenIsTakenOutWhateverWasSent(String token) {
    assertThat(Secrets.NONE.mask("got " + token + ", no")).isEqualTo("got ******, no");
  }

  @Test
  void severalAreTakenOut() {
    assertThat(
            Secrets.of("first-secret", null, "", "other-one-22")
                .mask("a first-secret, b other-one-22"))
        .isEqualTo("a ******, b ******");
    assertThat(Secrets.of("first-secret").and(Secrets.of("other-one-22")).mask("other-one-22, "))
        .isEqualTo("******, ");
  }

  /** Base64 in lines of 76, as tools print it. */
  @Test
  void anyPieceOfALongOneIsTakenOut() {
    byte[] pfx = new byte[90_000];
    new Random(3).nextBytes(pfx);
    String secret = Base64.getEncoder().encodeToString(pfx);
    Secrets secrets = Secrets.of(secret);

    for (int at : List.of(0, 5_001, 60_000, secret.length() - 300)) {
      String piece = secret.substring(at, at + 300);
      assertThat(secrets.mask("got " + piece + ".")).isEqualTo("got ******.");
      String lines = Base64.getMimeEncoder().encodeToString(piece.getBytes(UTF_8));
      assertThat(secrets.mask("got " + lines + ".")).startsWith("got ******").hasSizeLessThan(20);
    }
  }

  /** Bounded also where each reading hides others. */
  @Test
  void whatIsMadeToTakeLongIsCut() {
    String hostile = "%255cu0041+\\\\%2b\\u0000QUJD4b61".repeat(10_000);

    assertThat(Secrets.of(ODD).mask(hostile).length()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void nothingIsShown() {
    assertThat(Secrets.of(PLAIN)).hasToString("Secrets");
  }
}
