package io.connectorroutes.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://h.example/p,https://h.example/p",
    "https://h.example/p?code=s,https://h.example/p?…",
    "https://h.example?code=s#f,https://h.example?…",
    "https://u:s@h.example:8443/p,https://h.example:8443/p",
    "https://u:s@t@h.example/p?c=s,https://h.example/p?…",
    "https://h.example/p@q,https://h.example/p@q",
    "u:s@h.example,…"
  })
  void itIsShownWithoutQueryAndUser(String url, String shown) {
    assertThat(TargetUrl.shown(url)).isEqualTo(shown);
    assertThat(TargetUrl.holdsSecret(url)).isEqualTo(!url.equals(shown));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://H.example/p,h.example",
    "https://h.example:443,h.example",
    "http://h.example:80/,h.example",
    "http://h.example:443/,h.example:443",
    "https://h.example:8443/,h.example:8443",
    "https://h.example:/,h.example",
    "https://u:p@h.example/,h.example",
    "https://[::1]:8443/,[::1]:8443",
    "h.example/p,",
    "https:///p,",
    "https://h.example:1234567/,",
    "https://a\\@b/,"
  })
  void itsHostIsReadWithThePortThatCounts(String url, String host) {
    assertThat(TargetUrl.host(url).orElse(null)).isEqualTo(host);
  }

  @Test
  void whatCanBeASecretIsNamed() {
    assertThat(TargetUrl.secrets("https://h.example/p?code=a%2Bb12345&v=1"))
        .contains("?code=a%2Bb12345&v=1", "a%2Bb12345", "a+b12345")
        .doesNotContain("1");
    assertThat(TargetUrl.secrets("https://user-1:secret@h.example/"))
        .contains("user-1:secret@", "user-1", "secret");
    assertThat(TargetUrl.secrets("https://h.example/")).isEmpty();
  }
}
