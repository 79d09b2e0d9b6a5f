package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large the file of a ledger becomes, and its write-ahead log. */
class SqliteGrowthTest {
  private static final Duration KEEP = Duration.ofDays(30);
  private static final int ROWS = 300;
  private static final int TARGETS = 50;

  /** Until the write-ahead log has the size that it keeps. */
  private static final int WARM_UP = 6;

  private static final int CYCLES = 4;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock();
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledgers.open(LedgerDatabase.sqlite(folder), clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void whatIsPrunedMakesRoomForWhatComes() throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (int cycle = 0; cycle < WARM_UP + CYCLES; cycle++) {
      deliverAFile(cycle);
      clock.advance(KEEP.plusSeconds(1));
      prune();
      sizes.add(size("ledger.db") + size("ledger.db-wal"));
    }
    assertThat(ledger.reports().history("c0-1")).isEmpty();
    // What is kept for ever is an id and a hash a change.
    long grown = sizes.get(WARM_UP + CYCLES - 1) - sizes.get(WARM_UP - 1);
    long perChange = grown / (CYCLES * ROWS);
    assertThat(perChange).as("bytes that a change leaves, of %s", sizes).isLessThan(400);
  }

  private void deliverAFile(int cycle) {
    Job job = ledger.recorder().openFile(Samples.file("f" + cycle + ".jsonl"), false);
    List<ReceivedRow> rows =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(i -> row(i, update("c" + cycle + "-" + i, "x" + i % TARGETS)))
            .toList();
    ledger.recorder().record(job, rows);
    ledger.recorder().finish(job);
    var claimed = ledger.deliveries().claim("run:1", 20, Plans.all());
    while (claimed.isPresent()) {
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
      claimed = ledger.deliveries().claim("run:1", 20, Plans.all());
    }
    ledger.outbox().outcomesPublished(ledger.outbox().outcomes(2 * ROWS));
    ledger.outbox().resultsWritten(ledger.outbox().settledJob().orElseThrow());
  }

  private void prune() {
    OptionalLong next = OptionalLong.of(0);
    while (next.isPresent()) {
      next = ledger.retention().prune(KEEP, next.getAsLong());
    }
  }

  @Test
  void theLogOfALongReaderIsCutBackAfterIt() throws Exception {
    try (Connection reader = DriverManager.getConnection(LedgerDatabase.sqlite(folder).url());
        Statement statement = reader.createStatement()) {
      statement.execute("BEGIN");
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM change")) {
        assertThat(rows.next()).isTrue();
      }
      writeMegabytes(24);
      assertThat(size("ledger.db-wal")).isGreaterThan(20 * MEGABYTE);
      statement.execute("ROLLBACK");
    }
    writeMegabytes(6);
    assertThat(size("ledger.db-wal")).isLessThanOrEqualTo(17 * MEGABYTE);
  }

  private void writeMegabytes(int count) {
    Job job = ledger.recorder().openFile(Samples.file("large-" + count + ".jsonl"), false);
    String megabyte = "x".repeat((int) MEGABYTE);
    for (int i = 1; i <= count; i++) {
      ledger.recorder().record(job, List.of(rejected(i, "large-" + count + "-" + i, megabyte)));
    }
  }

  private long size(String file) throws IOException {
    return Files.size(folder.resolve("data").resolve(file));
  }
}
