package io.connectorroutes.app.command;

import io.connectorroutes.app.logging.LogEncoder;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Existing;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShellArgument;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of the program: its common options and what it works with. */
record Session(CommonOptions options, Collaborators collaborators) {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /**
   * Reads the configuration and prints its warnings.
   *
   * @param more each KEY=VALUE, from options of a command's own; they win
   */
  Configuration configuration(String... more) {
    List<String> properties =
        Stream.concat(options.properties().stream(), Stream.of(more)).toList();
    Path home = Optional.ofNullable(options.home()).orElse(Path.of(""));
    Configuration configuration = collaborators.configuration().read(home, properties);
    String format = configuration.get(Keys.LOGS_FORMAT);
    LogEncoder.use(format);
    configuration.warnings().forEach(warning -> warn(warning, format));
    collaborators.terminal().err().flush();
    return configuration;
  }

  /** Whoever reads JSON of the log is given no other lines. */
  private void warn(String warning, String format) {
    if (format.equals("json")) {
      LOG.warn(warning);
    } else {
      collaborators.terminal().err().println("warning: " + PrintableText.text(warning));
    }
  }

  /**
   * Opens a ledger that is there already; its caller closes it.
   *
   * @throws UsageException where the home has none: looking must not make one
   */
  Ledger existingLedger() {
    return existingLedger(configuration());
  }

  /** The same by a configuration that was read already. */
  Ledger existingLedger(Configuration configuration) {
    requireLedger(configuration);
    return collaborators.ledgers().apply(configuration);
  }

  /**
   * Looks whether the ledger is there.
   *
   * @throws UsageException where the home has none
   */
  void requireLedger(Configuration configuration) {
    Path file = configuration.ledger().databaseFile();
    if (file != null && !(Existing.isThere(file) && Files.isRegularFile(file))) {
      throw new UsageException(
          "there is no ledger at "
              + ShellArgument.path(file)
              + "; run or import makes one, or give the right folder with --home");
    }
  }

  /**
   * Refuses {@code --json} of a command that has no such document.
   *
   * @throws UsageException where it is given
   */
  void requireNoJson(String command) {
    if (json()) {
      throw noJson(command);
    }
  }

  static UsageException noJson(String command) {
    return new UsageException(command + " prints no JSON document; leave --json out");
  }

  /** Where text goes, or the JSON document that is asked for in its place. */
  PrintWriter out() {
    return json() ? data() : collaborators.terminal().out();
  }

  /** Where goes what is no text for a person, whatever is asked for. */
  PrintWriter data() {
    return collaborators.terminal().data();
  }

  boolean json() {
    return options.json();
  }
}
