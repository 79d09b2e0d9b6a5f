package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.secret.SecretSource.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSourceTest {
  @TempDir Path folder;
  private Path home;
  private List<Path> own;
  private List<Path> ownFiles = List.of();
  private SecretSource source;

  @BeforeEach
  void prepare() throws Exception {
    home = Files.createDirectories(folder.resolve("home/secrets")).getParent();
    KeyVault vault =
        secret -> {
          if (!secret.name().equals("known")) {
            throw new SecretException("is not there: create the secret");
          }
          return secret.vault() + "'s " + secret.name();
        };
    own = List.of(home.resolve("data"), folder.resolve("elsewhere"), home.resolve("missing"));
    source = new SecretSource(files(home, "file:**"), Map.of("A", "from environment")::get, vault);
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

  @ParameterizedTest
  @ValueSource(strings = {"\uFEFFsecret-1\n", "\uFEFFsecret-1\r\n", "\uFEFFsecret-1"})
  void aByteOrderMarkIsNoPartOfASecret(String text) throws Exception {
    write("p", text);
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("secret-1");
    write("p", "\uFEFF" + text);
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("\uFEFFsecret-1");
  }

  @ParameterizedTest
  @CsvSource({
    "file:secrets/**,secrets/link,is no file in a folder that secrets.allow names",
    "file:secrets/*,secrets/link,is no file in a folder that secrets.allow names",
    "file:secrets/link,secrets/link,is no file in a folder that secrets.allow names",
    "file:secrets/**,secrets/other/p,is no file in a folder that secrets.allow names",
    "file:**,secrets/link,is in one of this program's own folders",
    "file:data/**,data/ledger.key,is in one of this program's own folders",
    "file:data/ledger.key,data/ledger.key,is in one of this program's own folders",
    "file:moved/**,moved/x,is in one of this program's own folders",
  })
  void readsNothingOutsideOfTheAllowedFolderAndNothingOfTheProgramsOwn(
      String pattern, String file, String told) throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data/ledger.key"), "key");
    Files.createSymbolicLink(home.resolve("secrets/link"), Path.of("../data/ledger.key"));
    Files.createDirectories(home.resolve("other"));
    Files.writeString(home.resolve("other/p"), "x");
    Files.createSymbolicLink(home.resolve("secrets/other"), Path.of("../other"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("x"), "x");
    Files.createSymbolicLink(home.resolve("moved"), elsewhere);
    source = new SecretSource(files(home, pattern), name -> null, secret -> null);

    refuses("file:" + file, "file:" + file + " " + told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:secrets/**", "file:secrets/*", "file:secrets/l*", "file:**"})
  void aLinkWithinTheAllowedFolderIsFollowed(String pattern) throws Exception {
    write("p", "x");
    Files.createSymbolicLink(home.resolve("secrets/link"), Path.of("p"));
    source = new SecretSource(files(home, pattern), name -> null, secret -> null);

    assertThat(resolve("file:secrets/link", Form.TEXT)).isEqualTo("x");
  }

  @Test
  void anAllowedFolderMayBeALinkItself() throws Exception {
    Files.writeString(Files.createDirectories(folder.resolve("mounted")).resolve("p"), "x");
    Files.createSymbolicLink(home.resolve("mounted"), folder.resolve("mounted"));
    source = new SecretSource(files(home, "file:mounted/**"), n -> null, secret -> null);

    assertThat(resolve("file:mounted/p", Form.TEXT)).isEqualTo("x");
  }

  @Test
  void whereTheHomeItselfIsOneOfTheProgramsFoldersThoseBelowItAreNot() throws Exception {
    write("p", "x");
    Files.writeString(home.resolve("ledger.db"), "x");
    own = List.of(home);
    source = new SecretSource(files(home, "file:**"), name -> null, secret -> null);

    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("x");
    refuses("file:ledger.db", "file:ledger.db is in one of this program's own folders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.pem", "link", "hard", "linked/app.pem"})
  void noFileThatTheConfigurationNamesIsReadUnderAnyName(String name) throws Exception {
    write("app.pem", "key");
    write("p", "x");
    Files.createSymbolicLink(home.resolve("secrets/link"), Path.of("app.pem"));
    Files.createLink(home.resolve("secrets/hard"), home.resolve("secrets/app.pem"));
    Files.createSymbolicLink(home.resolve("secrets/linked"), Path.of("."));
    ownFiles = List.of(home.resolve("missing"), home.resolve("secrets/../secrets/app.pem"));
    source = new SecretSource(files(home, "file:**"), variable -> null, secret -> null);

    refuses(
        "file:secrets/" + name,
        "file:secrets/"
            + name
            + " is one of this program's own files: keep the secrets of changes");
    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("x");
  }

  @Test
  void aNameInASettingThatIsOneOfAFolderClosesNoFileInIt() throws Exception {
    write("p", "x");
    ownFiles = List.of(home.resolve("secrets"), home);
    source = new SecretSource(files(home, "file:**"), variable -> null, secret -> null);

    assertThat(resolve("file:secrets/p", Form.TEXT)).isEqualTo("x");
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

    refuses(
        "file:secrets/link", "file:secrets/link is no file in a folder that secrets.allow names");
    refuses("file:up/outside", "file:up/outside is no file in a folder that secrets.allow names");
    refuses("file:secrets", "file:secrets is no file in a folder that secrets.allow names");
    refuses("file:secrets/none", "file:secrets/none is not there");
  }

  @Test
  void readsAHomeThatIsALinkItself() throws Exception {
    write("p", "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), home);

    assertThat(
            new SecretSource(files(link, "file:**"), name -> null, secret -> null)
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

  private SecretFiles files(Path from, String pattern) {
    return new SecretFiles(from, new SecretPolicy(List.of(pattern)), own, ownFiles);
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
