package io.connectorroutes.e2e;

import io.connectorroutes.testing.canary.LogEverything;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packaged distribution: what a user unpacks and starts. With the system property {@code
 * e2e.trace} each command logs all that it can to a file beside its output, which is searched as
 * that is.
 */
final class Distribution {
  /** What the tests wait for on standard error. */
  private static final String START =
      """
      <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
        <target>System.err</target>
        <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>INFO</level></filter>
        <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %msg%n</pattern></encoder>
      </appender>
      <logger name="io.connectorroutes" level="TRACE"><appender-ref ref="console"/></logger>
      """;

  /** The variable of the launcher's options for the JVM. */
  static final String OPTIONS = "CONNECTOR_ROUTES_OPTS";

  static final boolean IS_TRACED = Boolean.getBoolean("e2e.trace");

  private static final String JAVA = "JAVA_HOME";

  /**
   * Most processes are over before the optimising compiler would pay, and the home of a test before
   * an archive of its own would.
   */
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -Xshare:auto";

  private final Path launcher;

  private Distribution(Path launcher) {
    this.launcher = launcher;
  }

  /** The one that this build has packaged. */
  static Distribution packaged() {
    return new Distribution(launcher());
  }

  /** What starts the one that this build has packaged. */
  static Path launcher() {
    return folder().resolve("bin/connector-routes");
  }

  /** The same, started by another name. */
  static Distribution startedAs(Path launcher) {
    return new Distribution(launcher);
  }

  static Path folder() {
    String folder = System.getProperty("distribution");
    if (folder == null) {
      throw new IllegalStateException("the system property distribution names no folder");
    }
    return Path.of(folder).toAbsolutePath();
  }

  /** Starts a command in a working directory. */
  Launched start(Path directory, String... arguments) throws IOException {
    return start(directory, Map.of(), arguments);
  }

  /** Starts a command in a working directory, with further variables in its environment. */
  Launched start(Path directory, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    if (IS_TRACED && List.of("run", "import").contains(arguments[0])) {
      command.addAll(List.of("--property", "camel.main.useMdcLogging=true"));
    }
    Path outputs = Files.createTempDirectory("connector-routes-e2e-");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(outputs.resolve("out").toFile())
            .redirectError(outputs.resolve("err").toFile());
    builder.environment().clear();
    builder.environment().putAll(environmentOf(environment, arguments));
    if (IS_TRACED) {
      builder
          .environment()
          .merge(OPTIONS, LogEverything.to(outputs.resolve("trace"), START), Distribution::both);
    }
    return new Launched(String.join(" ", arguments), builder.start(), outputs);
  }

  /** Starts a command in a terminal of its own. */
  TypedProcess startTyped(
      Path directory, Map<String, String> environment, int columns, int rows, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    return TypedProcess.start(
        command, directory, environmentOf(environment, arguments), columns, rows);
  }

  private Map<String, String> environmentOf(Map<String, String> more, String... arguments)
      throws IOException {
    boolean isItself = launcher.equals(launcher());
    return isItself ? environment(more, arguments) : environment(Map.of(OPTIONS, QUICK), more);
  }

  /**
   * What the packaged program is started with. Nothing of the developer's own settings is to reach
   * it.
   *
   * @param more further variables; they win
   * @param arguments of the program
   */
  static Map<String, String> environment(Map<String, String> more, String... arguments)
      throws IOException {
    boolean takesArchive = !more.containsKey(OPTIONS) && !more.containsKey(JAVA);
    String options =
        takesArchive ? QUICK + " " + new SharedClasses(folder()).option(arguments) : QUICK;
    return environment(Map.of(OPTIONS, options), more);
  }

  private static Map<String, String> environment(
      Map<String, String> ours, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    environment.put(JAVA, System.getProperty("java.home"));
    environment.putAll(ours);
    environment.putAll(more);
    return environment;
  }

  private static String both(String one, String other) {
    return one + " " + other;
  }
}
