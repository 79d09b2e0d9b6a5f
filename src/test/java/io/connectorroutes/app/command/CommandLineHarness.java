package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.testing.FakeLedger;
import io.connectorroutes.testing.FittingLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import picocli.CommandLine;

/** The command line with a home in a folder and fakes behind it; notes what was called. */
final class CommandLineHarness {
  /** Asks to stop once it holds for the output. */
  Predicate<String> stop = output -> true;

  final Path home;
  final FakeLedger ledger = new FakeLedger();
  final List<String> calls = new ArrayList<>();
  RuntimeException failure;
  Error error;
  Configuration configuration;
  ImportOptions imported;
  SandboxStarter.SandboxSettings sandbox;
  List<Check> checks = List.of();
  InputStream input = InputStream.nullInputStream();
  Echo echo = Echo.NONE;

  /** The window of a screen; null where there is none. */
  Window window;

  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteArrayOutputStream err = new ByteArrayOutputStream();

  CommandLineHarness(Path home) {
    this.home = home;
  }

  CommandLineHarness withLedgerFile() throws IOException {
    Files.createDirectories(home.resolve("data"));
    Files.write(home.resolve("data/ledger.db"), new byte[0]);
    return this;
  }

  int execute(String... arguments) {
    out = new ByteArrayOutputStream();
    err = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(out, err, window != null, window != null, () -> window);
    int status = commandLine(terminal).execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    if (!isData(List.of(arguments))) {
      FittingLines.assertFit(out());
    }
    return status;
  }

  /** Whether a program is to read it. */
  private static boolean isData(List<String> arguments) {
    return arguments.contains("--json")
        || !Collections.disjoint(arguments, List.of("completion", "export", "sandbox"))
        || arguments.containsAll(List.of("dead-letters", "show"))
        || arguments.contains("hash-password");
  }

  /** The commands, to look at. */
  CommandLine commandLine() {
    return commandLine(Terminal.of(out, err));
  }

  private CommandLine commandLine(Terminal terminal) {
    ConfigurationReader reader = new ConfigurationReader(null, Map.of(), cloud -> null);
    Collaborators collaborators =
        new Collaborators(
            reader,
            this::open,
            (given, file) -> calls.add("backup " + file),
            this::run,
            this::importFiles,
            (given, files, isOffline, arePrinted, rows) -> {
              throw new UnsupportedOperationException();
            },
            (given, tenant, rows, leftOut) -> {
              rows.accept(Json.NODES.objectNode().put("operation", "x"));
              failIfAsked();
            },
            this::demo,
            this::start,
            this::check,
            (given, files, isKafka, signal) -> List.of(),
            letter -> "{\"document\":\"" + letter.name() + "\"}",
            this::awaitStop,
            input,
            echo,
            terminal);
    return CommandLines.of(collaborators);
  }

  private void awaitStop() {
    calls.add("await");
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> stop.test(out()));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private FakeLedger open(Configuration given) {
    failIfAsked();
    configuration = given;
    return ledger;
  }

  private SandboxStarter.RunningSandbox start(SandboxStarter.SandboxSettings settings) {
    failIfAsked();
    sandbox = settings;
    return new SandboxStarter.RunningSandbox() {
      @Override
      public URI root() {
        return URI.create("http://127.0.0.1:4711");
      }

      @Override
      public Optional<URI> broker() {
        return Optional.ofNullable(settings.brokerPort())
            .map(port -> URI.create("amqp://127.0.0.1:" + port));
      }

      @Override
      public void close() {
        calls.add("close");
      }
    };
  }

  private void failIfAsked() {
    if (error != null) {
      throw error;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int run(Configuration given) {
    failIfAsked();
    configuration = given;
    calls.add("run");
    return ExitStatus.INTERRUPTED;
  }

  private List<Check> check(
      Configuration given, List<TenantSection> tenants, Set<Permission> permissions) {
    calls.add("check " + tenants.stream().map(t -> t.tenant().name()).toList() + " " + permissions);
    return checks;
  }

  private int importFiles(Configuration given, ImportOptions options) {
    configuration = given;
    imported = options;
    calls.add("import " + options.files() + " " + options.json());
    return ExitStatus.SOME_CHANGES_FAILED;
  }

  private int demo(Path givenHome, List<String> properties, boolean json) {
    calls.add("demo " + givenHome + " " + properties + " " + json);
    return ExitStatus.OK;
  }
}
