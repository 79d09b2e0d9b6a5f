package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The ledger's copy and its key, while a {@code run} works. */
class LedgerCommandsIT extends SandboxedCommands {
  private static final String REFUSED_ONCE = "refused-once";

  LedgerCommandsIT() {
    super(
        SandboxOptions.builder()
            .faults(List.of(Fault.on("POST", "/*/identity/apiConnectors").answer(403)))
            .build());
  }

  @Test
  void aCopyIsMadeAndTheKeyIsChangedWhileARunWorks() throws Exception {
    Launched run = work.run();
    deliver("vorher.jsonl", Changes.create(REFUSED_ONCE), "failed");
    assertThat(sandbox.faultsFired()).hasSize(1);
    assertBackup();

    Path key = work.home().resolve("data/ledger.key");
    Path newKey = newKey();
    beginRekey();
    deliver("dazwischen.jsonl", Changes.create("between"), "applied");
    JsonNode early = work.refusedInJson("ledger", "rekey", "--finish");
    assertThat(early.path("message").asText()).isEqualTo("ledger.key is still the one of before");
    assertThat(early.path("remedy").asText()).contains("put the new one in its place");

    Files.copy(key, work.home().resolve("old.key"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(newKey, key, StandardCopyOption.REPLACE_EXISTING);
    assertThat(work.text(0, "status", "--property", "ledger.key=file:old.key"))
        .as("both open it")
        .contains("Run: working since");
    run.terminate().awaitStatus(0);
    Launched next = work.run();
    assertThat(work.text(0, "ledger", "rekey", "--finish"))
        .isEqualTo("the key is changed: ledger.key of before opens the ledger no more\n");

    assertNewKeyIsInUse();
    next.terminate().awaitStatus(0);
  }

  private void deliver(String job, String rows, String outcome) throws IOException {
    work.drop(job, rows);
    assertThat(work.manifest(job).path("counts").path(outcome).asInt()).as(outcome).isOne();
  }

  private void assertBackup() throws Exception {
    Path copy = folder.resolve("Sicherung.db");
    assertThat(work.text(0, "ledger", "backup", "Sicherung.db"))
        .containsIgnoringWhitespaces("the ledger is copied to " + copy + ", without its key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1)).startsWith("SQLite format 3");
    JsonNode again = work.refusedInJson("ledger", "backup", "Sicherung.db");
    assertThat(again.path("message").asText()).contains("never written over a file");
    assertThat(again.path("remedy").asText()).isEqualTo("give another name");
    assertThat(work.json("ledger", "backup", "zweite.db").path("backup").asText())
        .isEqualTo(folder.resolve("zweite.db").toString());
  }

  private Path newKey() throws IOException {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    Path file = work.home().resolve("new.key");
    PrivateFiles.write(file, Base64.getEncoder().encodeToString(bytes) + "\n");
    return file;
  }

  private void beginRekey() throws Exception {
    assertThat(work.refused("ledger", "rekey")).contains("--new-key");
    assertThat(work.text(0, "ledger", "rekey", "--new-key", "file:new.key"))
        .containsPattern("(?m)^[1-9]\\d* rows? (is|are) encrypted under the new data key, and none")
        .containsIgnoringWhitespaces(
            "Now put the new key in the place of ledger.key, restart the workers one by one, and"
                + " then end it: connector-routes ledger rekey --finish");
    JsonNode again = work.json("ledger", "rekey", "--new-key", "file:new.key").path("rekey");
    assertThat(again.fieldNames())
        .toIterable()
        .containsExactly("encrypted", "left", "finished", "damaged");
    assertThat(again.path("encrypted").asInt(-1)).as("all are already").isZero();
    assertThat(again.path("left").asBoolean(true)).isFalse();
    assertThat(again.path("damaged")).isEmpty();
  }

  /** For what was recorded under the old one, for what is recorded now, and by nobody else. */
  private void assertNewKeyIsInUse() throws Exception {
    assertThat(work.text(0, "dead-letters", "replay", REFUSED_ONCE))
        .isEqualTo("replayed " + REFUSED_ONCE + "\n1 replayed, 0 skipped\n");
    Awaitility.await()
        .alias("outcome of the replay")
        .atMost(TIMEOUT)
        .until(() -> work.outcomes().stream().anyMatch(o -> o.path("replay").asInt() == 1));
    deliver("nachher.jsonl", Changes.create("after"), "applied");
    assertThat(texts(sandbox.state("default").path("apiConnectors"), "displayName"))
        .containsExactlyInAnyOrder(REFUSED_ONCE, "between", "after");
    work.drop("vorher.jsonl", Changes.create(REFUSED_ONCE));
    assertThat(work.manifest("vorher.jsonl~2").path("duplicates").asInt()).isOne();

    assertThat(work.refused("status", "--property", "ledger.key=file:old.key"))
        .contains("ledger.key is not the key of this ledger");
    JsonNode none = work.refusedInJson("ledger", "rekey", "--finish");
    assertThat(none.path("message").asText()).isEqualTo("no change of ledger.key has begun");
  }
}
