package io.connectorroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A JVM of its own that works on an SQLite ledger and is halted without any clean-up the moment
 * after its last commit.
 */
public final class OtherProcess {
  static final int HALTED = 42;

  /** For which it is given what it subscribes to. */
  static final Duration LEASE = Duration.ofSeconds(3);

  private OtherProcess() {}

  /** Starts it. */
  static Process start(Path folder, String... arguments) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            OtherProcess.class.getName(),
            folder.toString());
    builder.command().addAll(List.of(arguments));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Waits for its end; returns the lines that it printed. */
  static List<String> lines(Process process) throws IOException {
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      return reader.lines().filter(line -> line.startsWith("committed ")).toList();
    }
  }

  /**
   * Works and halts.
   *
   * @param arguments the folder, then {@code record COUNT}, {@code claim} or {@code subscribe}: it
   *     is given two outcomes more than it acknowledges; or {@code lent URL USER}
   */
  public static void main(String[] arguments) {
    if (arguments[1].equals("lent")) {
      haltInATransaction(Path.of(arguments[0]), arguments[2], arguments[3]);
    }
    Ledger ledger = Ledgers.open(LedgerDatabase.sqlite(Path.of(arguments[0])), null);
    if (arguments[1].equals("claim")) {
      var unused = ledger.deliveries().claim("run:other", 20, Plans.first("POST")).orElseThrow();
      committed("claim");
    } else if (arguments[1].equals("subscribe")) {
      subscribe(ledger);
    } else {
      for (int i = 1; i <= Integer.parseInt(arguments[2]); i++) {
        ledger
            .recorder()
            .recordMessage("queue:q", Samples.message(Samples.update("other" + i, "x" + i % 5)));
        committed("other" + i);
      }
    }
    Runtime.getRuntime().halt(HALTED);
  }

  /** By a pool of its own, such as another application has. */
  private static void haltInATransaction(Path folder, String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user.isEmpty() ? null : user);
    config.setPassword(user.isEmpty() ? null : user);
    LedgerSettings settings =
        new LedgerSettings(
            null,
            null,
            null,
            user.isEmpty() ? null : HostDataSourceTest.KEY,
            folder.resolve("data/ledger.key"),
            LEASE);
    Ledger ledger = Ledgers.open(settings.withDataSource(new HikariDataSource(config), true), null);
    ledger.recorder().recordMessage("queue:q", Samples.message(Samples.update("lent", "x")));
    committed("lent");
    ledger
        .deliveries()
        .claim(
            "run:other",
            20,
            (due, view) -> {
              Runtime.getRuntime().halt(HALTED);
              return null;
            });
  }

  private static void subscribe(Ledger ledger) {
    Subscription<OutcomeRecord> subscription =
        ledger
            .subscriptions()
            .outcomes(new Subscriber("billing", "run:other", Subscriber.From.EARLIEST));
    if (subscription.lease(LEASE)) {
      var entries = subscription.next(3);
      entries.forEach(entry -> committed(entry.what().changeId()));
      subscription.acknowledge(entries.get(0).position());
    }
  }

  private static void committed(String what) {
    System.out.println("committed " + what);
    System.out.flush();
  }
}
