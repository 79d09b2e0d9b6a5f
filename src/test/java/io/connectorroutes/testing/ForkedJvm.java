package io.connectorroutes.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM beside the test's, with the same classes, whose end the test looks at. */
public final class ForkedJvm implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;

  private ForkedJvm(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Runs a main class; its error output goes to the test's. */
  public static ForkedJvm run(Class<?> main, String... arguments) throws IOException {
    return run(Map.of(), List.of(), main, arguments);
  }

  /** The same with more in its environment, and options of Java. */
  public static ForkedJvm run(
      Map<String, String> environment, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    ProcessBuilder process = process(options, main, arguments);
    process.environment().putAll(environment);
    return new ForkedJvm(process.start());
  }

  /** Runs a main class in a working directory of its own. */
  public static ForkedJvm in(
      Path directory, List<String> options, Class<?> main, String... arguments) throws IOException {
    ProcessBuilder process = process(options, main, arguments).directory(directory.toFile());
    return new ForkedJvm(process.start());
  }

  /**
   * Runs a main class under a umask.
   *
   * @param elsewhere stands for the working directory, and those of the user and of temporary files
   */
  public static ForkedJvm under(String umask, Path elsewhere, Class<?> main, String... arguments)
      throws IOException {
    List<String> options =
        List.of(
            "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + elsewhere, "-Duser.home=" + elsewhere);
    ProcessBuilder process = process(options, main, arguments).directory(elsewhere.toFile());
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask $0; exec \"$@\"", umask));
    command.addAll(process.command());
    return new ForkedJvm(process.command(command).start());
  }

  private static ProcessBuilder process(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", classPath()));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** For any working directory. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Gives it a line on its standard input. */
  public void writeLine(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The next line that begins so, without its beginning. */
  public String lineBehind(String beginning) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("it ended without a line that begins with " + beginning);
  }

  /** Ends its standard input: it is asked to stop, if it listens to that. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits until a line is printed; those before it are read and gone. */
  public void awaitLine(String awaited) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.equals(awaited)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the forked JVM ended before it printed " + awaited);
    }
  }

  /** Ends it as a power cut would, and returns when it has ended. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Waits for the end and gives what was printed, line by line. */
  public List<String> linesUntilTheEnd() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    try (out) {
      String line = out.readLine();
      while (line != null) {
        lines.add(line);
        line = out.readLine();
      }
    }
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the forked JVM did not end within " + TIMEOUT_SECONDS + " s");
    }
    return lines;
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return !process.isAlive();
  }

  /** The exit status, once it has ended. */
  public int exitStatus() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
