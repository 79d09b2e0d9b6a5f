package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.secret.SecretSource.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
  @TempDir Path folder;
  private Path home;
  private SecretSource source;

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectories(folder.resolve("home/secrets")).getParent();
    KeyVault vault =
        (name, secret) -> {
          if (!secret.equals("known")) {
            throw new SecretException("is not there: create the secret");
          }
          return name + "'s " + secret;
        };
    source = new SecretSource(home, Map.of("A", "from environment")::get, vault);
  }

  @Test
  void readsTheEnvironment() throws Exception {
    assertThat(resolve("env:A", Form.TEXT)).isEqualTo("from environment");
    assertThat(resolve("env:A", Form.BASE64)).isEqualTo("from environment");
    refuses("env:B", "env:B is not set");
  }

  @Test
  void readsAFileAsTextWithoutItsLastLineBreak() throws Exception {
    write("p", "pässword\n");
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("pässword");
    write("p", "a\r\nb\r\n");
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("a\r\nb");
    write("p", "a\n\n");
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("a\n");
  }

  @Test
  void readsAFileAsBase64() throws Exception {
    Files.write(home.resolve("secrets/c.pfx"), new byte[] {(byte) 0xff, 0, 10});

    assertThat(resolve("file:secrets/c.pfx", Form.BASE64)).isEqualTo("/wAK");
    refuses("file:secrets/c.pfx", "file:secrets/c.pfx is not UTF-8 text");
  }

  @Test
  void readsNoFileOutsideOfTheHome() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "x");
    Files.createSymbolicLink(home.resolve("secrets/link"), outside);
    Files.createSymbolicLink(home.resolve("up"), folder);

    refuses("file:secrets/link", "file:secrets/link is no file below the home");
    refuses("file:up/outside", "file:up/outside is no file below the home");
    refuses("file:secrets", "file:secrets is no file below the home");
    refuses("file:secrets/none", "file:secrets/none is not there");
  }

  @Test
  void readsAHomeThatIsALinkItself() throws Exception {
    write("p", "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), home);

    assertThat(
            new SecretSource(link, name -> null, (vault, secret) -> null)
                .resolve(SecretReference.parse("file:secrets/p"), Form.TEXT))
        .isEqualTo("x");
  }

  @Test
  void readsNoFileThatIsTooLarge() throws Exception {
    write("large", "x".repeat(1024 * 1024));
    assertThat(resolve("file:secrets/large", Form.TEXT)).hasSize(1024 * 1024);

    write("large", "x".repeat(1024 * 1024 + 1));
    refuses("file:secrets/large", "file:secrets/large is larger than 1 MiB");
  }

  @Test
  void asksTheVault() throws Exception {
    assertThat(resolve("keyvault:my-vault/known", Form.TEXT)).isEqualTo("my-vault's known");
    refuses("keyvault:my-vault/other", "keyvault:my-vault/other is not there: create the secret");
  }

  @Test
  void leavesEarlierChangesToOthers() {
    refuses("change:c-1", "change:c-1 works in changes only");
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(home.resolve("secrets").resolve(name), text);
  }

  private String resolve(String reference, Form form) throws SecretException {
    return source.resolve(SecretReference.parse(reference), form);
  }

  private void refuses(String reference, String message) {
    assertThatThrownBy(() -> resolve(reference, Form.TEXT))
        .isInstanceOf(SecretException.class)
        .hasMessageStartingWith(message)
        .hasNoCause();
  }
}
