package io.connectorroutes.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the class path of this one. */
final class Jvm implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 40;

  private final Process process;
  private final BufferedReader out;

  private Jvm(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a main class that speaks by its standard output; its errors go to this process'.
   *
   * @param options of the JVM
   */
  static Jvm start(List<String> options, Class<?> main, String... arguments) throws IOException {
    return new Jvm(
        builder(options, main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * Starts the product by its script, as its user does; it writes all it has to say to a file.
   *
   * @param options of its JVM, besides those of the script
   */
  static Jvm product(Path log, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Packaged.launcher().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_OPTS", String.join(" ", options));
    return new Jvm(builder.start());
  }

  private static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the process ended early; its errors are above");
    }
    return line;
  }

  /** The next line that it prints; null where it has ended. */
  String lineOrEnd() throws IOException {
    return out.readLine();
  }

  void tell(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Processor time so far, of all its threads. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to stop, as a supervisor does, and does not wait for ever. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it without asking: for one that would wait for slow answers. */
  void kill() {
    process.destroyForcibly();
  }
}
