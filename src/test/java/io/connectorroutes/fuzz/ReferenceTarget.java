package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.Secret;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretReference;
import java.nio.file.Path;
import java.util.Map;

/**
 * A secret of the configuration is the text itself, or what its reference stands for, or a line
 * that says why not; a reference of a change is read back as it was written.
 */
public final class ReferenceTarget {
  private static final Path HOME = Path.of("target", "no-such-home").toAbsolutePath();
  private static final ConfigurationReader READER =
      new ConfigurationReader(
          null,
          Map.of("SET", Promises.SECRET),
          configuration ->
              secret -> {
                throw new SecretException("is refused");
              });

  private ReferenceTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    ofConfiguration(text);
    ofChange(text);
  }

  private static void ofConfiguration(String text) {
    boolean reference = text.matches("(?s)(env|file|keyvault):.*");
    try {
      Configuration configuration =
          READER.of(HOME, Map.of(Keys.QUEUE_PASSWORD.name(), text), "a test");
      Promises.assertWithoutSecret(configuration.toString());
      String secret = Secret.revealOrNull(configuration.secret(Keys.QUEUE_PASSWORD));
      if (text.isBlank()) {
        assertThat(secret).isNull();
      } else if (text.startsWith("env:")) {
        assertThat(text).isEqualTo("env:SET");
        assertThat(secret).isEqualTo(Promises.SECRET);
      } else if (reference) {
        assertThat(text).startsWith("file:");
      } else {
        assertThat(secret).isEqualTo(text);
      }
    } catch (UsageException e) {
      assertThat(e.getMessage()).isNotBlank().contains(Keys.QUEUE_PASSWORD.name());
      Promises.assertPrintable(e.getMessage());
      if (!reference) {
        Promises.assertWithoutSecret(e.getMessage());
      }
    }
  }

  private static void ofChange(String text) {
    try {
      SecretReference reference = SecretReference.parse(text);
      assertThat(reference.toString()).isEqualTo(text);
      // Letters of any script are taken; who shows them makes them printable.
      assertThat(text.chars()).noneMatch(Character::isISOControl);
      if (reference.kind() == SecretReference.Kind.FILE) {
        Path file = HOME.resolve(reference.name());
        assertThat(file.normalize().equals(file) && file.startsWith(HOME)).isTrue();
        assertThat(file.equals(HOME)).isFalse();
      }
    } catch (SecretException e) {
      Promises.assertMessage(e.getMessage());
      assertThat(SecretReference.isReference(text) || e.getMessage().startsWith("is no reference"))
          .isTrue();
    }
  }
}
