package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The command {@code run} of the packaged distribution, on a home with a ledger on SQLite. */
final class Packaged implements AutoCloseable {
  private static final Path LAUNCHER = Path.of("target/connector-routes/bin/connector-routes");
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final Path home;
  private final Process process;

  private Packaged(Path home, Process process) {
    this.home = home;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param options of its JVM
   * @param graph the root of the stand-in for Graph
   */
  static Packaged run(Path home, String options, String graph) throws IOException {
    Path launcher = launcher();
    Files.createDirectories(home.resolve("inbox"));
    ProcessBuilder builder =
        new ProcessBuilder(
                launcher.toString(),
                "run",
                "--home",
                home.toString(),
                "--property",
                "graph.cloud=custom",
                "--property",
                "graph.endpoint=" + graph,
                "--property",
                "graph.credential=none",
                "--property",
                "graph.budget=none",
                "--property",
                "management.port=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("run.log").toFile()));
    builder.environment().put("JAVA_OPTS", options);
    return new Packaged(home, builder.start());
  }

  /** The script that starts the product. */
  static Path launcher() throws IOException {
    Path launcher = LAUNCHER.toAbsolutePath();
    if (!Files.isExecutable(launcher)) {
      throw new IOException("package the distribution first: mvn -DskipTests package");
    }
    return launcher;
  }

  /** Drops a file that lies on the same file system. */
  void drop(Path file, String name) throws IOException {
    Files.move(file, home.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until a query of its ledger gives that number; returns when that was. */
  long await(String query, long number) throws IOException {
    long giveUp = System.nanoTime() + TIMEOUT.toNanos();
    while (number(query) != number) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException(query + " is " + number(query) + "; " + lastLines());
      }
      LockSupport.parkNanos(LOOK);
    }
    return System.nanoTime();
  }

  private List<String> lastLines() throws IOException {
    List<String> lines = Files.readAllLines(home.resolve("run.log"));
    return lines.subList(Math.max(0, lines.size() - 20), lines.size());
  }

  /** The number that a query of its ledger gives; -1 while there is no ledger. */
  long number(String query) {
    try (Connection ledger =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
        Statement statement = ledger.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getLong(1);
    } catch (SQLException e) {
      return -1;
    }
  }

  /** The most memory that was resident so far, in MB. */
  long peakMegabytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .sum()
          / 1024;
    }
  }

  /** Processor time so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Asks it to stop, as a supervisor does, and does not wait for ever. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join();
    kill();
  }
}
