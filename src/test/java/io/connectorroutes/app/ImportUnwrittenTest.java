package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ImportUnwrittenTest {
  @TempDir Path folder;

  @Test
  void whereResultsCannotBeWrittenNobodySaysTheyAreAndTheLastLineNamesTheirFolder()
      throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger("io.connectorroutes.camel.ledger");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (TestSystem system = TestSystem.in(folder.resolve("home"))) {
      Path results = system.home().resolve("results");
      Files.createDirectories(system.home());
      Files.writeString(results, "no folder");
      Path file = folder.resolve("one.jsonl");
      Files.writeString(file, Requests.create("c-1", "One").toString());
      log.addAppender(lines);

      int status =
          ImportRun.run(
              system.configuration(),
              ImportOptions.of(List.of(file)),
              Terminal.of(new ByteArrayOutputStream(), err),
              new CountDownLatch(1)::await);

      assertThat(status).isEqualTo(ExitStatus.USAGE);
      assertThat(system.writes()).as("it was delivered").hasSize(1);
      assertThat(err.toString(UTF_8).lines().reduce((first, second) -> second))
          .hasValueSatisfying(
              last ->
                  assertThat(last)
                      .contains(results + " is no folder: give a folder ")
                      .contains(" as results.directory, ")
                      .endsWith("then start run or import again"));
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("Results cannot be published and are tried again: "))
        .noneMatch(line -> line.contains("published again"));
  }
}
