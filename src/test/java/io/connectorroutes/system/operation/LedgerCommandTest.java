package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.app.command.StopSignal;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the ledger's key and of its copy, beside a run. */
class LedgerCommandTest {
  private static final StopSignal NEVER = () -> new CountDownLatch(1).await();

  @TempDir Path home;

  private String out;
  private String err;

  private int execute(StopSignal stop, TestSystem system, String... command) {
    Executed executed = ProductCommands.execute(system, stop, command);
    out = executed.out();
    err = executed.err();
    return executed.status();
  }

  private int execute(TestSystem system, String... command) {
    return execute(NEVER, system, command);
  }

  private Path newKey() throws IOException {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 7);
    Path file = home.resolve("new.key");
    PrivateFiles.write(file, Base64.getEncoder().encodeToString(bytes) + "\n");
    return file;
  }

  @Test
  void aKeyIsChangedAndACopyIsMadeWhileARunWorks() throws Exception {
    Path keyFile = home.resolve("data/ledger.key");
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop("one.jsonl", Creations.text(0));
      system.resultsOf("one.jsonl");
      Path newKey = newKey();

      assertThat(execute(() -> {}, system, "ledger", "rekey", "--new-key", "file:new.key"))
          .as(err)
          .isIn(0, 3);
      assertThat(execute(system, "ledger", "rekey", "--new-key", "file:new.key", "--json"))
          .as(err)
          .isZero();
      assertThat(out).contains("\"left\" : false", "\"damaged\" : [ ]");
      assertThat(execute(system, "ledger", "rekey", "--finish")).isEqualTo(2);
      assertThat(err).contains("ledger.key is still the one of before");
      system.drop("two.jsonl", Creations.text(1));
      system.resultsOf("two.jsonl");

      Files.move(newKey, keyFile, StandardCopyOption.REPLACE_EXISTING);
      system.stop();
      system.start();
      assertThat(execute(system, "ledger", "rekey", "--finish")).as(err).isZero();
      assertThat(out).contains("the key is changed");
      assertACopyIsMade(system);
      system.drop("again.jsonl", Creations.text(0));
      system.resultsOf("again.jsonl");
      Creations.assertEachIsAppliedOnce(system, 2);
    }
  }

  private void assertACopyIsMade(TestSystem system) throws IOException {
    Path folder = Files.createDirectory(home.resolve("backups"));
    Path copy = folder.resolve("ledger.db");
    assertThat(execute(system, "ledger", "backup", copy.toString())).as(err).isZero();
    assertThat(out).containsIgnoringWhitespaces(copy + ", without its key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1))
        .startsWith("SQLite format 3")
        .doesNotContain(Files.readString(home.resolve("data/ledger.key")).strip());
    byte[] before = Files.readAllBytes(copy);
    assertThat(execute(system, "ledger", "backup", copy.toString())).isEqualTo(2);
    assertThat(err).contains("is there already");
    assertThat(copy).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is left beside it").containsExactly(copy);
    }
    Path nowhere = home.resolve("nowhere/ledger.db");
    assertThat(execute(system, "ledger", "backup", nowhere.toString())).isEqualTo(2);
    assertThat(err)
        .contains("the backup " + nowhere + " cannot be written: there is no folder ")
        .contains(nowhere.getParent() + "; make it, or give another name")
        .doesNotContain(".tmp");
  }

  @Test
  void whatCannotBeDoneIsALineAndExitStatus2() throws Exception {
    try (TestSystem system = TestSystem.in(home)) {
      assertRefused(system, "there is no ledger at", "ledger", "backup", "copy.db");
      assertRefused(
          system, ": give --new-key REF to change the key, or --finish", "ledger", "rekey");
      assertRefused(
          system,
          ": give --new-key REF to change the key, or --finish",
          "ledger",
          "rekey",
          "--finish",
          "--new-key",
          "env:X");
      assertRefused(
          system, "give env:NAME, file:PATH or keyvault:", "ledger", "rekey", "--new-key", "c2g=");
      Path key = newKey();
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
      assertRefused(
          system, "chmod 600 " + key, "ledger", "rekey", "--new-key", "file:" + key.getFileName());
    }
    try (TestSystem system =
        TestSystem.in(home)
            .with("ledger.url", "jdbc:postgresql://127.0.0.1:1/x")
            .with("ledger.key", "file:new.key")) {
      assertRefused(system, "pg_dump", "ledger", "backup", "copy.db");
      assertRefused(system, home.resolve("new.key") + " is open to others", "status");
    }
    assertThat(home.resolve("data")).doesNotExist();
  }

  private void assertRefused(TestSystem system, String message, String... command) {
    assertThat(execute(system, command)).isEqualTo(2);
    assertThat(err).startsWith("connector-routes: ").contains(message).hasLineCount(1);
  }
}
