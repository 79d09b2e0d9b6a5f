package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import io.connectorroutes.testing.canary.Canaries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command in a terminal of its own: what a person types, and what the person sees. */
final class TypedProcess implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;

  private final String command;
  private final PtyProcess process;
  private final int columns;
  private final int rows;
  private final StringBuilder written = new StringBuilder();
  private final Thread reader;

  private TypedProcess(String command, PtyProcess process, int columns, int rows) {
    this.command = command;
    this.process = process;
    this.columns = columns;
    this.rows = rows;
    this.reader = new Thread(this::read, "terminal");
    reader.start();
  }

  static TypedProcess start(
      List<String> command, Path directory, Map<String, String> environment, int columns, int rows)
      throws IOException {
    PtyProcess process =
        new PtyProcessBuilder(command.toArray(String[]::new))
            .setDirectory(directory.toString())
            .setEnvironment(environment)
            .setInitialColumns(columns)
            .setInitialRows(rows)
            .setUnixOpenTtyToPreserveOutputAfterTermination(true)
            .start();
    return new TypedProcess(String.join(" ", command), process, columns, rows);
  }

  /** Until the terminal is closed, which ends with an error on some systems. */
  private void read() {
    try (InputStream output = process.getInputStream()) {
      byte[] bytes = new byte[8192];
      for (int n = output.read(bytes); n >= 0; n = output.read(bytes)) {
        // What is asked of it is ASCII; a sign cut in two is none of that.
        add(new String(bytes, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      add("");
    }
  }

  private synchronized void add(String text) {
    written.append(text);
  }

  /** All that was written so far, as it was. */
  synchronized String written() {
    return written.toString();
  }

  /** What the person sees now, and can scroll back to. */
  SeenScreen screen() {
    return SeenScreen.of(written(), columns, rows);
  }

  /** Waits until something is written. */
  TypedProcess awaitText(String text) {
    Awaitility.await()
        .alias(command + " says " + text)
        .atMost(TIMEOUT)
        .until(() -> written().contains(text) || !process.isAlive());
    assertThat(written()).as(command).contains(text);
    return this;
  }

  /** Types a text as it is. */
  TypedProcess type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** Ctrl-C. */
  TypedProcess interrupt() throws IOException {
    return type(Character.toString(CTRL_C));
  }

  /** Ctrl-D, which is the end of the input at the beginning of a line. */
  TypedProcess endInput() throws IOException {
    return type(Character.toString(CTRL_D));
  }

  /** The window is given another width. */
  void resize(int newColumns) {
    process.setWinSize(new WinSize(newColumns, rows));
  }

  /** Waits for the end with a status; gives what was written. */
  String awaitStatus(int status) throws InterruptedException {
    assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .as("%s ends: %s", command, written())
        .isTrue();
    reader.join(TIMEOUT.toMillis());
    assertThat(process.exitValue()).as("%s: %s", command, written()).isEqualTo(status);
    return written();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Canaries.assertNone(SecretSearch.SECRETS.in("the terminal", written()));
  }
}
