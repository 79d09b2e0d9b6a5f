package io.connectorroutes.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged distribution: what a user unpacks and starts. */
final class Distribution {
  private final Path launcher;

  private Distribution(Path launcher) {
    this.launcher = launcher;
  }

  /** The one that this build has packaged. */
  static Distribution packaged() {
    return new Distribution(folder().resolve("bin/connector-routes"));
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
    Path outputs = Files.createTempDirectory("connector-routes-e2e-");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(outputs.resolve("out").toFile())
            .redirectError(outputs.resolve("err").toFile());
    // Nothing of the developer's own settings is to reach the program.
    builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return new Launched(String.join(" ", arguments), builder.start(), outputs);
  }
}
