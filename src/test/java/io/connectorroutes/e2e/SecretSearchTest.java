package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test of this package has the search after it, and the search finds. */
class SecretSearchTest {
  @TempDir Path folder;
  private ExtensionContext context;

  @RegisterExtension final BeforeEachCallback own = given -> context = given;

  @Test
  void junitAddsItToEachTest() {
    assertThat(context.getConfigurationParameter("junit.jupiter.extensions.autodetection.enabled"))
        .hasValue("true");
    assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(SecretSearch.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"home/logs/outcomes.jsonl", "home/data/ledger.db-wal", "home/rows.jsonl", "out"})
  void aFileOfTheProductMustHoldNone(String name) throws Exception {
    Path file = planted(name);

    assertThatThrownBy(() -> new SecretSearch().afterEach(context))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(name + ": a change's password");

    Files.delete(file);
    assertThatCode(() -> new SecretSearch().afterEach(context)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"home/accepted/a.jsonl", "home/inbox/a.csv", "broker/data/1.page", "rows.jsonl"})
  void aFileOfOthersMay(String name) throws Exception {
    planted(name);

    assertThatCode(() -> new SecretSearch().afterEach(context)).doesNotThrowAnyException();
  }

  private Path planted(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, Changes.create("c"));
  }
}
