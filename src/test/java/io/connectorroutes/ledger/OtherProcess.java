package io.connectorroutes.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM of its own that works on an SQLite ledger and is halted without any clean-up the moment
 * after its last commit.
 */
public final class OtherProcess {
  static final int HALTED = 42;

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
   * @param arguments the folder, then {@code record COUNT} or {@code claim}
   */
  public static void main(String[] arguments) {
    Ledger ledger = Ledgers.open(LedgerDatabase.sqlite(Path.of(arguments[0])), null);
    if (arguments[1].equals("claim")) {
      var unused = ledger.deliveries().claim("run:other", 20, Plans.first("POST")).orElseThrow();
      committed("claim");
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

  private static void committed(String what) {
    System.out.println("committed " + what);
    System.out.flush();
  }
}
