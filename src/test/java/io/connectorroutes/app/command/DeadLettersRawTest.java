package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.OutcomeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dead-letters show ID --raw}: the message's bytes and nothing else, or a clear refusal. */
class DeadLettersRawTest {
  private static final byte[] EVERY_BYTE = new byte[256];

  static {
    for (int i = 0; i < EVERY_BYTE.length; i++) {
      EVERY_BYTE[i] = (byte) i;
    }
  }

  @TempDir private Path folder;
  private CommandLineHarness cli;

  @BeforeEach
  void harness() throws IOException {
    cli = new CommandLineHarness(folder).withLedgerFile();
  }

  private int show(String... arguments) {
    String line = "dead-letters show " + String.join(" ", arguments) + " --home " + folder;
    return cli.execute(line.split(" "));
  }

  private void letter(Integer row, byte[] original, byte[] changeJson) {
    Instant time = Instant.parse("2026-11-21T08:00:00Z");
    OutcomeRecord outcome =
        new OutcomeRecord(
            "o",
            1,
            time,
            "c-1",
            null,
            "a.csv",
            row,
            null,
            null,
            null,
            null,
            Outcome.REJECTED,
            null,
            null,
            null,
            "no",
            null,
            null,
            0,
            0,
            time);
    cli.ledger.letters.add(
        new DeadLetter(
            1,
            "c-1",
            "no",
            outcome,
            List.of(),
            original,
            changeJson,
            List.of(),
            0,
            null,
            null,
            List.of(),
            null));
  }

  @Test
  void bytesAreNeitherDecodedNorFollowedByAnything() {
    letter(null, EVERY_BYTE, null);

    assertThat(show("c-1", "--raw")).isZero();
    assertThat(cli.bytes()).isEqualTo(EVERY_BYTE);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void anEmptyMessageIsNoBytes() {
    letter(null, new byte[0], null);

    assertThat(show("c-1", "--raw")).isZero();
    assertThat(cli.bytes()).isEmpty();
  }

  @Test
  void aMessageThatWasKeptOnceIsItsChange() {
    byte[] change = "{\"changeId\":\"c-1\"}".getBytes(StandardCharsets.UTF_8);
    letter(null, null, change);

    assertThat(show("--raw", "c-1")).isZero();
    assertThat(cli.bytes()).isEqualTo(change);
  }

  @Test
  void aRowOfAFileIsRefusedSinceTheFileHasIt() {
    letter(2, EVERY_BYTE, null);

    assertThat(show("c-1", "--raw")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.bytes()).isEmpty();
    assertThat(cli.err()).contains("no message brought c-1", "the file a.csv");
  }

  @Test
  void anIdWithoutADeadLetterIsRefused() {
    assertThat(show("c-2", "--raw")).isEqualTo(ExitStatus.USAGE);
    assertThat(cli.bytes()).isEmpty();
    assertThat(cli.err()).contains("there is no dead letter of c-2", "dead-letters list");
  }
}
