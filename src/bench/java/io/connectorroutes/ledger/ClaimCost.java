package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Measures on one database what a claim of 20 changes and its settling cost, with more and more
 * settled rows, and then beside 100,000 changes that one in back-off blocks. Prints for each step:
 * name; claim, median; claim, p99; settle, median; in milliseconds.
 */
public final class ClaimCost {
  private static final int BATCH = 20;
  private static final int CLAIMS = 150;
  private static final int WARM_UP = 200;
  private static final int TEMPLATE = 1_000;
  private static final int BLOCKED = 100_000;
  private static final int CHUNK = 500;

  private final LedgerSettings settings;
  private int files;

  private ClaimCost(LedgerSettings settings) {
    this.settings = settings;
  }

  /** Arguments: JDBC URL of an empty database, that of another one to warm up on, user. */
  public static void main(String[] arguments) throws Exception {
    String user = arguments.length > 2 ? arguments[2] : null;
    try (Ledger ledger = Ledgers.open(settings(arguments[1], user), null)) {
      new ClaimCost(settings(arguments[1], user)).deliver(ledger, WARM_UP);
    }
    new ClaimCost(settings(arguments[0], user)).run();
  }

  private static LedgerSettings settings(String url, String user) {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    return new LedgerSettings(url, user, user, key, null, Duration.ofMinutes(5));
  }

  private void run() throws Exception {
    try (Ledger ledger = Ledgers.open(settings, null)) {
      // What is settled first is what is multiplied later.
      deliver(ledger, TEMPLATE / BATCH);
      ledger.outbox().outcomesPublished(ledger.outbox().outcomes(TEMPLATE));
    }
    measure("10³ settled");
    settled(100_000 / TEMPLATE - 1);
    measure("10⁵ settled");
    settled(900_000 / TEMPLATE);
    measure("10⁶ settled");
    try (Ledger ledger = Ledgers.open(settings, null)) {
      recordBlocked(ledger);
    }
    measure("10⁶ settled, 10⁵ blocked by one in back-off");
  }

  /** Copies what was delivered first so many times. */
  private void settled(int times) throws SQLException {
    CopiedRows rows = new CopiedRows(settings);
    rows.changes(1, TEMPLATE, times);
    rows.analyze();
  }

  private void measure(String name) {
    try (Ledger ledger = Ledgers.open(settings, null)) {
      long[][] nanos = deliver(ledger, CLAIMS);
      System.out.printf(
          Locale.ROOT,
          "%s;%.3f;%.3f;%.3f%n",
          name,
          at(nanos[0], 50),
          at(nanos[0], 99),
          at(nanos[1], 50));
    }
  }

  private static double at(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) * percent / 100] / 1e6;
  }

  /** Records so many claims' worth, each change of its own target, and delivers them. */
  private long[][] deliver(Ledger ledger, int claims) {
    record(ledger, claims * BATCH, i -> "object-" + files + "-" + i);
    long[][] nanos = new long[2][claims];
    for (int i = 0; i < claims; i++) {
      long start = System.nanoTime();
      Claimed<List<String>> claimed =
          ledger.deliveries().claim("run:1", BATCH, Plans.all()).orElseThrow();
      long between = System.nanoTime();
      if (claimed.changes().size() != BATCH
          || !ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED))) {
        throw new IllegalStateException("not the claim that was expected: " + claimed);
      }
      nanos[0][i] = between - start;
      nanos[1][i] = System.nanoTime() - between;
    }
    return nanos;
  }

  /** Of one object, whose first change is put off by an hour. */
  private void recordBlocked(Ledger ledger) {
    record(ledger, BLOCKED, i -> "the-one");
    Optional<Claimed<List<String>>> first = ledger.deliveries().claim("run:1", BATCH, Plans.all());
    Claimed<List<String>> claimed = first.orElseThrow();
    if (claimed.changes().size() != 1) {
      throw new IllegalStateException("more than the first was due");
    }
    Instant later = ledger.clock().instant().plus(Duration.ofHours(1));
    Decision again = Plans.again(claimed.changes().get(0).seq(), later);
    ledger.deliveries().settle(claimed, Plans.result(claimed, List.of(again)));
  }

  private void record(Ledger ledger, int changes, IntFunction<String> target) {
    files++;
    String name = "file-" + files + "-" + changes + "-" + System.nanoTime() + ".jsonl";
    Job job = ledger.recorder().openFile(Samples.file(name), false);
    List<ReceivedRow> rows = new ArrayList<>();
    for (int i = 1; i <= changes; i++) {
      rows.add(Samples.row(i, Samples.update(name + "-" + i, target.apply(i))));
      if (rows.size() == CHUNK || i == changes) {
        ledger.recorder().record(job, rows);
        rows.clear();
      }
    }
    ledger.recorder().finish(job);
  }
}
