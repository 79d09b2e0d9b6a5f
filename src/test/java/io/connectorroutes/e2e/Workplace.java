package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.e2e.Launched.Ended;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A home, a sandbox to talk to, and the commands that are started for them. */
final class Workplace implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Path directory;
  private final Path home;
  private final URI sandbox;
  private final OutcomeLines outcomes;
  private final List<Launched> started = new ArrayList<>();
  private final List<TypedProcess> typed = new ArrayList<>();

  /**
   * A home that is not there yet.
   *
   * @param directory the working directory of all commands
   * @param sandbox the sandbox's root
   */
  Workplace(Path directory, URI sandbox) {
    this.directory = directory;
    this.home = directory.resolve("home");
    this.sandbox = sandbox;
    this.outcomes = new OutcomeLines(home.resolve("logs/outcomes.jsonl"));
  }

  Path home() {
    return home;
  }

  Path directory() {
    return directory;
  }

  /** Starts a command for the home. */
  Launched start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  /** Starts a command for the home, with variables in its environment. Its own settings win. */
  Launched start(Map<String, String> environment, String... arguments) throws IOException {
    return start(Distribution.packaged(), environment, arguments);
  }

  private Launched start(Distribution program, Map<String, String> environment, String... arguments)
      throws IOException {
    Launched launched = program.start(directory, environment, command(arguments));
    started.add(launched);
    return launched;
  }

  /** Starts a command for the home in a terminal of its own. */
  TypedProcess type(Map<String, String> environment, int columns, int rows, String... arguments)
      throws IOException {
    TypedProcess process =
        Distribution.packaged()
            .startTyped(directory, environment, columns, rows, command(arguments));
    typed.add(process);
    return process;
  }

  private String[] command(String... arguments) {
    Stream<String> common =
        Stream.of(
            arguments[0],
            "--home",
            home.toString(),
            "--property",
            "graph.cloud=custom",
            "--property",
            "graph.endpoint=" + sandbox,
            "--property",
            "graph.credential=none",
            "--property",
            "graph.budget=none",
            "--property",
            "inbox.quiet=0",
            "--property",
            "management.port=0");
    Stream<String> own = Stream.of(arguments).skip(1);
    return Stream.concat(common, own).toArray(String[]::new);
  }

  /** Runs a command to its end, which must have that status. */
  Ended end(int status, String... arguments) throws IOException, InterruptedException {
    return start(arguments).awaitStatus(status);
  }

  /** The same for a command that prints text for a person; gives that. */
  String text(int status, String... arguments) throws IOException, InterruptedException {
    return PlainText.requirePlain(end(status, arguments).out());
  }

  /** Runs a command that is refused: exit status 2, and nothing but one line, which it gives. */
  String refused(String... arguments) throws IOException, InterruptedException {
    Ended ended = end(2, arguments);
    assertThat(ended.out()).isEmpty();
    return ended.errorLine();
  }

  /** The same with {@code --json}: gives the error of its document, which stands besides. */
  JsonNode refusedInJson(String... arguments) throws IOException, InterruptedException {
    Ended ended = end(2, withJson(arguments));
    return ErrorDocument.of(ended.out(), ended.errorLine());
  }

  /**
   * Runs a command whose reader takes the first line and closes the pipe, as {@code head -n 1}
   * does; it must have that status.
   */
  Ended endWithReaderGone(int status, String... arguments)
      throws IOException, InterruptedException {
    Path itsStatus = directory.resolve("first-line.status");
    Path script =
        script("first-line", "{ \"$PROGRAM\" \"$@\"; echo $? > '" + itsStatus + "'; } | head -n 1");
    Files.deleteIfExists(itsStatus);
    Ended ended = startBy(script, arguments).await();
    assertThat(itsStatus).hasContent(String.valueOf(status));
    return ended;
  }

  /**
   * Runs a command whose output goes to a file that takes none of it, or not all; gives the one
   * line on standard error.
   */
  String refusedByOutput(Path output, String... arguments)
      throws IOException, InterruptedException {
    Path script = script("into-a-file", "echo secret | \"$PROGRAM\" \"$@\" > '" + output + "'");
    return startBy(script, arguments).awaitStatus(2).errorLine();
  }

  private Path script(String name, String command) throws IOException {
    Path script = directory.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + command + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private Launched startBy(Path script, String... arguments) throws IOException {
    return start(
        Distribution.startedAs(script),
        Map.of("PROGRAM", Distribution.launcher().toString()),
        arguments);
  }

  /** Runs a command with {@code --json}, which must end well, and gives its document. */
  JsonNode json(String... arguments) throws IOException, InterruptedException {
    return json(0, arguments);
  }

  /** The same for a command that must have another status. */
  JsonNode json(int status, String... arguments) throws IOException, InterruptedException {
    return JSON.readTree(end(status, withJson(arguments)).out());
  }

  private static String[] withJson(String... arguments) {
    return Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
  }

  /** Starts {@code run} and waits until its routes are started. */
  Launched run(String... arguments) throws IOException {
    String[] all = Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new);
    return start(all).awaitError("Running with");
  }

  /** Drops a file into the inbox as a careful sender does: under another name, then renamed. */
  void drop(String name, String content) throws IOException {
    drop(name, Files.writeString(inbox().resolve(name + ".part"), content));
  }

  /** Moves a file that is complete into the inbox; it has to be on the same file system. */
  void drop(String name, Path complete) throws IOException {
    Files.move(complete, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path inbox() throws IOException {
    return Files.createDirectories(home.resolve("inbox"));
  }

  /** A file in the working directory. */
  String file(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
    return name;
  }

  /** The outcome lines so far. */
  List<JsonNode> outcomes() throws IOException {
    return outcomes.read();
  }

  /** Waits for a job's result files and gives its manifest. */
  JsonNode manifest(String job) throws IOException {
    Path manifest = home.resolve("results").resolve(job).resolve("manifest.json");
    Awaitility.await().alias("results of " + job).atMost(TIMEOUT).until(() -> exists(manifest));
    return JSON.readTree(manifest.toFile());
  }

  private static boolean exists(Path file) {
    return Files.exists(file);
  }

  /** The rows of a result file in JSON, or JSON Lines. */
  List<JsonNode> resultRows(String job, String file) throws IOException {
    Path path = home.resolve("results").resolve(job).resolve(file);
    List<JsonNode> rows = new ArrayList<>();
    if (file.endsWith(".json")) {
      JSON.readTree(path.toFile()).forEach(rows::add);
    } else {
      for (String line : Files.readAllLines(path)) {
        rows.add(JSON.readTree(line));
      }
    }
    return rows;
  }

  @Override
  public void close() throws IOException {
    for (Launched launched : started) {
      launched.close();
    }
    typed.forEach(TypedProcess::close);
  }
}
