package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.canary.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A command in a process of its own; its output goes to files, so that nothing blocks it. In the
 * end no secret may be in it.
 */
final class Launched implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String command;
  private final Process process;
  private final Path outputs;

  Launched(String command, Process process, Path outputs) {
    this.command = command;
    this.process = process;
    this.outputs = outputs;
  }

  /** How a command ended. */
  record Ended(int status, String out, String err) {

    /**
     * The lines of the error output that are neither the log's nor tell the progress of an import,
     * which is shown where it takes long.
     */
    List<String> errorLines() {
      return err.lines()
          .filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT.*|.*: \\d+(/\\d+.*| rows recorded)"))
          .toList();
    }

    /** The one line that the error output is, the log and an import's progress aside. */
    String errorLine() {
      assertThat(errorLines()).hasSize(1);
      return errorLines().get(0);
    }
  }

  /** Waits for the end. */
  Ended await() throws IOException, InterruptedException {
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(command + " has not ended: " + out() + err());
    }
    return new Ended(process.exitValue(), out(), err());
  }

  /** Waits for the end with a status. */
  Ended awaitStatus(int status) throws IOException, InterruptedException {
    Ended ended = await();
    assertThat(ended.status()).as("%s: %s%s", command, ended.out(), ended.err()).isEqualTo(status);
    return ended;
  }

  /** SIGTERM. */
  Launched terminate() {
    process.destroy();
    return this;
  }

  /** Any signal, such as STOP. */
  void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start().waitFor();
    assertThat(status).as("kill -%s", name).isZero();
  }

  /** The JVM's, which has replaced the launcher's shell. */
  long pid() {
    return process.pid();
  }

  /** Lets it run for a while; it must not end by itself meanwhile. */
  void runFor(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(command + " has ended: " + out() + err());
    }
  }

  /** SIGKILL, and its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the error output has a text. */
  Launched awaitError(String text) {
    return awaitText("err", text);
  }

  /** Waits until the output has a text. */
  Launched awaitOutput(String text) {
    return awaitText("out", text);
  }

  private Launched awaitText(String output, String text) {
    Awaitility.await()
        .alias(command + " says " + text)
        .atMost(TIMEOUT)
        .until(() -> read(output).contains(text) || !process.isAlive());
    assertThat(readUnchecked(output)).as(command).contains(text);
    return this;
  }

  String out() throws IOException {
    return read("out");
  }

  String err() throws IOException {
    return read("err");
  }

  private String readUnchecked(String output) {
    try {
      return read(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String read(String output) throws IOException {
    return Files.readString(outputs.resolve(output), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      if (Distribution.IS_TRACED && err().contains("Running with")) {
        assertThat(Files.readString(outputs.resolve("trace")).contains("TRACE org.apache.camel"))
            .as("all is logged")
            .isTrue();
      }
      Canaries.assertNone(SecretSearch.SECRETS.below(outputs));
    } finally {
      for (String file : List.of("out", "err", "trace", "everything.xml", "")) {
        Files.deleteIfExists(outputs.resolve(file));
      }
    }
  }
}
