package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.LedgerOpening;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Existing;
import io.connectorroutes.config.Keys;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.ShellArgument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is on this machine, and the ledger: each gives one line. */
record HomeChecks(Configuration configuration) {
  static final String LEDGER = "ledger";
  static final String LEDGER_REMEDY = "see ledger.url and the database";
  static final String SPACE = "space";
  static final String INBOX = "inbox";
  static final String RESULTS = "results";
  static final String DEAD_LETTERS = "dead letters";

  /** Of what is on disks. */
  static final String REMEDY = "see that its disk is there and answers";

  /** That it could be read is known by now. */
  Check configured() {
    int tenants = configuration.graph().tenants().size();
    return Check.passed(
        "configuration", Counted.of(tenants, "tenant") + "; home " + ShellArgument.path(home()));
  }

  private Path home() {
    return configuration.home();
  }

  Check ledger() {
    Path file = configuration.ledger().databaseFile();
    if (file != null && !Existing.isThere(file)) {
      Check folder = Places.folder(LEDGER, file.getParent(), Keys.LEDGER_URL.name());
      return folder.ok()
          ? Check.passed(
              LEDGER, ShellArgument.path(file) + " is not there yet: run or import makes it")
          : folder;
    }
    String place = file == null ? "the database of ledger.url" : ShellArgument.path(file);
    if (!LedgerOpening.isUpToDate(configuration)) {
      return Check.passed(LEDGER, place + ", whose tables the next start brings up to date");
    }
    try (Ledger ledger = LedgerOpening.open(configuration)) {
      return ledger
          .problem()
          .map(problem -> Check.failedWith(LEDGER, problem, LEDGER_REMEDY))
          .orElseGet(() -> Check.passed(LEDGER, place));
    }
  }

  Check space() throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(home());
    Optional.ofNullable(configuration.ledger().databaseFile())
        .map(Path::getParent)
        .ifPresent(folders::add);
    folders.add(configuration.path(Keys.INBOX_DIRECTORY));
    folders.add(configuration.outcome().results());
    return Places.space(SPACE, folders);
  }

  Check inbox() {
    return Places.folder(
        INBOX, configuration.path(Keys.INBOX_DIRECTORY), Keys.INBOX_DIRECTORY.name());
  }

  Check results() {
    return Places.folder(RESULTS, configuration.outcome().results(), Keys.RESULTS_DIRECTORY.name());
  }

  Check deadLetters() {
    String key = Keys.DEAD_LETTER_URI.name();
    String uri = configuration.outcome().deadLetterUri();
    return configuration
        .outcome()
        .deadLetterFolder()
        .map(folder -> Places.folder(DEAD_LETTERS, folder, key))
        // Of the rest of a URI a part may be a password.
        .orElseGet(
            () ->
                Check.passed(
                    DEAD_LETTERS,
                    "sent by "
                        + uri.substring(0, uri.indexOf(':'))
                        + " of "
                        + key
                        + ", which is not tried"));
  }
}
