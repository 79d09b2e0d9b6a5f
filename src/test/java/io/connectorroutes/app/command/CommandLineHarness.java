package io.connectorroutes.app.command;

import io.connectorroutes.app.config.Configuration;
import io.connectorroutes.app.config.ConfigurationReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line with a home in a folder and fakes behind it; notes what was called. */
final class CommandLineHarness {
  final Path home;
  final FakeLedger ledger = new FakeLedger();
  final List<String> calls = new ArrayList<>();
  RuntimeException failure;
  Configuration configuration;
  SandboxStarter.SandboxSettings sandbox;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  CommandLineHarness(Path home) {
    this.home = home;
  }

  CommandLineHarness withLedgerFile() throws IOException {
    Files.createDirectories(home.resolve("data"));
    Files.write(home.resolve("data/ledger.db"), new byte[0]);
    return this;
  }

  int execute(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err));
    ConfigurationReader reader = new ConfigurationReader(null, Map.of(), cloud -> null);
    Collaborators collaborators =
        new Collaborators(
            reader,
            this::open,
            new NotingRunner(),
            this::start,
            letter -> "{\"document\":\"" + letter.name() + "\"}",
            () -> calls.add("await"),
            terminal);
    return CommandLines.of(collaborators).execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
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
      public void close() {
        calls.add("close");
      }
    };
  }

  private void failIfAsked() {
    if (failure != null) {
      throw failure;
    }
  }

  private final class NotingRunner implements Runner {
    @Override
    public int run(Configuration given) {
      failIfAsked();
      configuration = given;
      calls.add("run");
      return ExitStatus.INTERRUPTED;
    }

    @Override
    public int importFiles(Configuration given, List<Path> files, boolean json) {
      configuration = given;
      calls.add("import " + files + " " + json);
      return ExitStatus.SOME_CHANGES_FAILED;
    }

    @Override
    public int demo(DemoOptions options) {
      calls.add("demo " + options.home() + " " + options.properties() + " " + options.json());
      return ExitStatus.OK;
    }
  }
}
