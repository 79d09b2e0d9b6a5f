package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documentation and the shipped file list exactly the keys there are. With {@code
 * -Dconfiguration.write=true} the documentation's table is written anew.
 */
class ConfigurationDocTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Path SHIPPED = Path.of("src/main/dist/config/application.properties");

  @Test
  void theTableHasEveryKeyOnce() throws IllegalAccessException {
    Set<Object> constants = new HashSet<>();
    for (var field : Keys.class.getDeclaredFields()) {
      if (field.getType() == Key.class) {
        constants.add(field.get(null));
      }
    }
    List<Key<?>> all = Stream.concat(Keys.ALL.stream(), Keys.EMBEDDED.stream()).toList();
    assertThat(all).doesNotHaveDuplicates().hasSameSizeAs(constants);
    assertThat(new HashSet<Object>(all)).isEqualTo(constants);
    assertThat(all).extracting(Key::name).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultIsInItsRange() {
    assertThat(Keys.ALL)
        .filteredOn(key -> key.defaultText() != null)
        .allSatisfy(key -> assertThat(key.type().parse("default", key.defaultText())).isNotNull());
  }

  @Test
  void theDocumentListsTheKeys() throws IOException {
    assertListed("keys", Keys.ALL);
    assertListed("embedded keys", Keys.EMBEDDED);
  }

  private static void assertListed(String name, List<Key<?>> keys) throws IOException {
    String text = Files.readString(DOCUMENT);
    String first = "<!-- " + name + ": begin -->\n";
    int begin = text.indexOf(first) + first.length();
    int end = text.indexOf("<!-- " + name + ": end -->\n");
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(DOCUMENT, text.substring(0, begin) + table(keys) + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end)).isEqualTo(table(keys));
  }

  private static String table(List<Key<?>> keys) {
    return keys.stream()
        .map(ConfigurationDocTest::row)
        .collect(
            Collectors.joining("\n", "| key | default | value | |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(Key<?> key) {
    String shown = key.defaultText() == null ? "" : "`" + key.defaultText() + "`";
    return "| `%s` | %s | %s | %s%s |"
        .formatted(
            key.name(),
            Objects.requireNonNullElse(key.defaultNote(), shown),
            (key.secret() ? "secret; " : "") + key.type().expected(),
            key.description(),
            key.ofTenant() ? "; also per tenant" : "");
  }

  @Test
  void theShippedFileListsTheKeysWithTheirDefaultsAndALineAbove() throws IOException {
    List<String> lines = Files.readAllLines(SHIPPED);
    List<String> expected =
        Keys.ALL.stream()
            .map(key -> "#" + key.name() + "=" + Objects.requireNonNullElse(key.defaultText(), ""))
            .toList();
    assertThat(lines.stream().filter(line -> line.matches("#[a-z].*")).toList())
        .isEqualTo(expected);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("#[a-z].*")) {
        assertThat(lines.get(i - 1)).as("above " + lines.get(i)).startsWith("# ");
      }
    }
  }

  @Test
  void theShippedFileIsReadable(@TempDir Path home) throws IOException {
    List<String> uncommented =
        Files.readAllLines(SHIPPED).stream()
            .map(line -> line.replaceFirst("^#(?=[a-z])", ""))
            .toList();
    Files.createDirectories(home.resolve("config"));
    Files.write(home.resolve("config/application.properties"), uncommented);

    Configuration configuration =
        new ConfigurationReader(null, Map.of(), cloud -> null).read(home, List.of());

    assertThat(configuration.has(Keys.QUEUE_URL)).isFalse();
    assertThat(configuration.get(Keys.MANAGEMENT_PORT)).isEqualTo(8088);
  }
}
