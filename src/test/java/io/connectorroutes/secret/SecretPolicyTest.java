package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "env:CONNECTOR_*, env:CONNECTOR_A, true",
    "env:CONNECTOR_*, env:GRAPH_CLIENT_SECRET, false",
    "env:CONNECTOR_*, env:XCONNECTOR_A, false",
    "env:A.C, env:ABC, false",
    "file:secrets/**, file:secrets/a/b.pfx, true",
    "file:secrets/**, file:secrets2/b.pfx, false",
    "file:secrets/*, file:secrets/b.pfx, true",
    "file:secrets/*, file:secrets/a/b.pfx, false",
    "keyvault:my-vault/*, keyvault:my-vault/one, true",
    "keyvault:my-vault/*, keyvault:your-vault/one, false",
    "keyvault:my-vault/*, keyvault:my-vault/one/0123456789abcdef0123456789abcdef, false",
    "keyvault:my-vault/**, keyvault:my-vault/one/0123456789abcdef0123456789abcdef, true",
    "env:**, file:a, false",
    "change:**, change:a.b:c, true",
  })
  void matchesThePatternAsAWhole(String pattern, String reference, boolean allowed)
      throws Exception {
    assertThat(new SecretPolicy(List.of(pattern)).allows(SecretReference.parse(reference)))
        .isEqualTo(allowed);
  }

  @Test
  void allowsNothingByDefaultAndAnyOfSeveral() throws Exception {
    SecretReference reference = SecretReference.parse("env:A");

    assertThat(new SecretPolicy(List.of()).allows(reference)).isFalse();
    assertThat(new SecretPolicy(List.of("file:**", "env:A")).allows(reference)).isTrue();
  }

  @Test
  void refusesAPatternThatCouldNeverMatch() {
    assertThatThrownBy(() -> new SecretPolicy(List.of("secrets/**")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begin it with env:, file:, keyvault: or change:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "vault:hunter2",
        "env:",
        "env:hunter2 x",
        "env:hunter2=1",
        "file:",
        "file:/etc/hunter2",
        "file:../hunter2",
        "file:a/../hunter2",
        "file:a//hunter2",
        "file:./hunter2",
        "file:a\\..\\hunter2",
        "file:hunter2/",
        "file:a\u0000hunter2",
        "keyvault:hunter2",
        "keyvault:evil.example/hunter2",
        "keyvault:vault/a/hunter2",
        "keyvault:vault/hunter2?x",
        "keyvault:va/hunter2",
        "change:hunter2 x",
        "change:",
      })
  void refusesWhatIsNoReferenceWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> SecretReference.parse(text))
        .isInstanceOf(SecretException.class)
        .hasMessageStartingWith("is no ")
        .hasMessageContaining("give ")
        .message()
        .doesNotContain("hunter2");
  }
}
