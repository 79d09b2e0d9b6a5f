package io.connectorroutes.camel.file;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Ledgers;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.FileState;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What becomes of files after they were taken, and of those that nobody takes. */
class InboxHousekeepingTest {
  @TempDir Path home;

  private final SettableClock clock = new SettableClock(Instant.now());
  private final AtomicInteger grown = new AtomicInteger();
  private Path inbox;
  private Path accepted;
  private Ledger ledger;
  private AcceptedFiles watch;

  @BeforeEach
  void open() throws IOException {
    inbox = Files.createDirectories(home.resolve("inbox"));
    accepted = Files.createDirectories(home.resolve("accepted"));
    ledger = Ledgers.open(SqliteSettings.in(home, Duration.ofMinutes(2)), clock);
    watch = new AcceptedFiles(ledger.inboxFiles(), clock, grown::incrementAndGet);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Path accept(String name, String content) throws IOException {
    Path file = Files.writeString(accepted.resolve(name), content);
    FileSource source =
        new FileSource(
            name,
            inbox.resolve(name).toString(),
            FileFormat.JSON_LINES,
            Files.size(file),
            "00",
            FileIdentity.of(FileIdentity.attributes(file)));
    Job job = ledger.recorder().openFile(source, true);
    ledger.inboxFiles().accepted(job, source, file.toString());
    ledger.recorder().finish(job);
    return file;
  }

  /** A job without rows is complete as soon as its result files are there. */
  private void complete() {
    for (var job = ledger.outbox().settledJob();
        job.isPresent();
        job = ledger.outbox().settledJob()) {
      ledger.outbox().resultsWritten(job.get());
    }
  }

  private void watch() throws IOException {
    watch.watch();
  }

  private List<FileReport> reports() {
    return ledger.reports().files(10);
  }

  @Test
  void aFileThatCannotBeLookedAtHoldsUpNoOther() throws IOException {
    Path plain = Files.writeString(home.resolve("plain"), "no folder");
    FileSource elsewhere =
        new FileSource("d.jsonl", "d.jsonl", FileFormat.JSON_LINES, 3, "00", "none");
    Job job = ledger.recorder().openFile(elsewhere, true);
    ledger.inboxFiles().accepted(job, elsewhere, plain.resolve("d.jsonl").toString());
    Files.writeString(accept("e.jsonl", "{}\n"), "{}\n", StandardOpenOption.APPEND);

    watch();
    assertThat(reports()).extracting(FileReport::name).containsExactly("e.jsonl");
  }

  @Test
  void whatFailsOfOneKindHoldsUpNoOtherAndIsLoggedOnce() throws IOException {
    Path old = Files.writeString(accepted.resolve("old.csv"), "x");
    clock.advance(Duration.ofDays(2));
    InboxFileRecords records = ledger.inboxFiles();
    InboxHousekeeping keeping =
        new InboxHousekeeping(
            inbox,
            watch,
            new IgnoredFiles(inbox, records, clock),
            new RefusedFiles(inbox, Duration.ofDays(1), false, records, clock),
            new ExpiredFiles(inbox, Duration.ofDays(1), records, clock),
            clock);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(InboxHousekeeping.class);
    log.addAppender(lines);
    ledger.close();
    try {
      keeping.housekeep();
      keeping.housekeep();
    } finally {
      log.detachAppender(lines);
    }

    assertThat(old).doesNotExist();
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .allMatch(line -> line.startsWith("Looking for "))
        .allMatch(line -> line.contains(" failed and is tried again: "));
  }

  @Test
  void aFileThatWasNotTouchedIsNotReported() throws IOException {
    accept("a.jsonl", "{}\n");
    watch();
    assertThat(reports()).isEmpty();
    assertThat(grown.get()).isZero();
  }

  @Test
  void whatIsWrittenToATakenFileIsReportedOnce() throws IOException {
    Path file = accept("a.jsonl", "{}\n");
    Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
    watch();
    Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
    watch();

    assertThat(reports())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.name()).isEqualTo("a.jsonl");
              assertThat(report.state()).isEqualTo(FileState.GREW);
              assertThat(report.reason()).contains("no row from row 1 on was read");
            });
    assertThat(accepted.resolve("a.jsonl.grew.txt"))
        .content()
        .isEqualTo(reports().get(0).reason() + "\n");
    assertThat(grown.get()).isEqualTo(1);
  }

  @Test
  void aRowThatWasCutIsNamedAsSuch() throws IOException {
    Path file = accept("a.jsonl", "{\"operation\":");
    Files.writeString(file, "\"x\"}\n", StandardOpenOption.APPEND);
    watch();
    assertThat(reports().get(0).reason()).contains("was read in part");
  }

  @Test
  void whatIsWrittenOverATakenFileIsReported() throws IOException {
    Path file = accept("a.jsonl", "{}{}\n");
    Files.writeString(file, "{ }\n", StandardOpenOption.TRUNCATE_EXISTING);
    watch();
    assertThat(reports().get(0).reason()).contains("what it holds now was not read");
  }

  /** A machine with an inbox of its own has another file there. */
  @Test
  void anotherFileAtThatPlaceIsNoneOfOurs() throws IOException {
    Path file = accept("a.jsonl", "{}\n");
    Path other = Files.writeString(home.resolve("other"), "{}\n{}\n");
    Files.delete(file);
    Files.move(other, file);
    watch();
    assertThat(reports()).isEmpty();
  }

  @Test
  void theWatchEndsWhenTheJobIsCompleteAndAnHourIsOver() throws IOException {
    Path file = accept("a.jsonl", "{}\n");
    complete();
    clock.advance(Duration.ofMinutes(59));
    watch();
    assertThat(ledger.inboxFiles().watched(0)).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    watch();
    assertThat(ledger.inboxFiles().watched(0)).isEmpty();
    Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
    watch();
    assertThat(reports()).isEmpty();
  }

  private void expire(Duration keep) throws IOException {
    new ExpiredFiles(inbox, keep, ledger.inboxFiles(), clock).expire();
  }

  @Test
  void filesThatAreNotKeptStayUntilTheirJobIsCompleteAndForAnHour() throws IOException {
    Path file = accept("a.jsonl", "{}\n");
    Path grew = Files.writeString(accept("b.jsonl", "{}\n"), "x", StandardOpenOption.APPEND);
    Path refused =
        Files.writeString(Files.createDirectories(home.resolve("refused")).resolve("c.csv"), "no");
    watch();
    clock.advance(Duration.ofMinutes(61));
    expire(Duration.ZERO);
    assertThat(file).as("its job is open").exists();
    assertThat(refused).doesNotExist();

    complete();
    expire(Duration.ZERO);
    assertThat(file).doesNotExist();
    assertThat(grew).as("rows of it were not read").exists();
    assertThat(accepted.resolve("b.jsonl.grew.txt")).exists();
  }

  @Test
  void filesThatAreKeptGoByTheirAge() throws IOException {
    Path file = accept("a.jsonl", "{}\n");
    clock.advance(Duration.ofDays(29));
    expire(Duration.ofDays(30));
    assertThat(file).exists();
    clock.advance(Duration.ofDays(2));
    expire(Duration.ofDays(30));
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderBesideAcceptedFilesIsLeftAloneAndKeepsNoFile() throws IOException {
    for (String name : List.of("0", "z")) {
      Path folder = Files.createDirectory(accepted.resolve(name));
      Files.writeString(Files.createDirectory(folder.resolve("inner")).resolve("file"), "x");
    }
    Path empty = Files.createDirectory(accepted.resolve("empty"));
    Path file = accept("a.jsonl", "{}\n");
    clock.advance(Duration.ofDays(31));
    expire(Duration.ofDays(30));
    assertThat(file).doesNotExist();
    assertThat(empty).exists();
    assertThat(accepted.resolve("0/inner/file")).exists();
    assertThat(accepted.resolve("z/inner/file")).exists();
  }

  @Test
  void filesThatNobodyTakesAreNamedWhileTheyAreThere() throws IOException {
    Path sheet = Files.writeString(inbox.resolve("report.xlsx"), "x");
    for (String left : List.of(".hidden", "a.csv.part", "b.tmp", "C.CSV")) {
      Files.writeString(inbox.resolve(left), "x");
    }
    Files.createDirectory(inbox.resolve("folder"));
    IgnoredFiles ignored = new IgnoredFiles(inbox, ledger.inboxFiles(), clock);
    ignored.name();
    assertThat(reports()).as("it may be renamed yet").isEmpty();

    clock.advance(Duration.ofMinutes(2));
    ignored.name();
    ignored.name();
    assertThat(reports()).extracting(FileReport::name).containsExactly("report.xlsx");
    assertThat(reports().get(0).reason()).contains("rename it");

    Files.delete(sheet);
    ignored.name();
    assertThat(reports()).isEmpty();
  }

  @Test
  void aLinkThatLeadsNowhereIsNamedAndOtherLinksAreNot() throws IOException {
    Files.createSymbolicLink(inbox.resolve("nowhere.csv"), inbox.resolve("nothing"));
    Files.createSymbolicLink(inbox.resolve("folder"), accepted);
    clock.advance(Duration.ofMinutes(2));
    new IgnoredFiles(inbox, ledger.inboxFiles(), clock).name();
    assertThat(reports()).extracting(FileReport::name).containsExactly("nowhere.csv");
    assertThat(reports().get(0).reason()).contains("link that leads nowhere");
  }

  @Test
  void aRefusedFileIsReportedWithItsReasonAndForgottenLater() {
    ledger.inboxFiles().refused("cut.json", "/refused/cut.json", "it ends too soon");
    assertThat(reports())
        .containsExactly(
            new FileReport(
                "cut.json",
                FileState.REFUSED,
                "it ends too soon",
                Instant.ofEpochMilli(clock.millis())));
    clock.advance(Duration.ofDays(31));
    assertThat(ledger.retention().prune(Duration.ofDays(30), 0)).isEmpty();
    assertThat(reports()).isEmpty();
  }

  @Test
  void aRefusedFileThatAPersonTookAwayIsReportedNoMore() throws IOException {
    Path refused = Files.createDirectories(inbox.resolveSibling("refused"));
    Path there = Files.writeString(refused.resolve("there.json"), "[");
    for (Path file : List.of(there, refused.resolve("gone.json"), inbox.resolve("import.json"))) {
      ledger.inboxFiles().refused(file.getFileName().toString(), file.toString(), "ends too soon");
    }
    forgetRefused(Duration.ofDays(1));
    assertThat(reports()).as("one may still be moved").hasSize(3);

    clock.advance(Duration.ofMinutes(2));
    forgetRefused(Duration.ZERO);
    assertThat(reports()).as("what is refused does not stay there").hasSize(3);
    forgetRefused(Duration.ofDays(1));
    assertThat(reports())
        .extracting(FileReport::name)
        .containsExactlyInAnyOrder("there.json", "import.json");

    Files.delete(there);
    Files.delete(refused);
    forgetRefused(Duration.ofDays(1));
    assertThat(reports()).as("nothing is known without the folder").hasSize(2);
  }

  @Test
  void aRefusedFileOfAnotherMachineIsNotForgotten() throws IOException {
    Path refused = Files.createDirectories(inbox.resolveSibling("refused"));
    Path here = Files.writeString(refused.resolve("here.json"), "[");
    for (Path file : List.of(here, refused.resolve("elsewhere.json"))) {
      ledger.inboxFiles().refused(file.getFileName().toString(), file.toString(), "ends too soon");
    }
    clock.advance(Duration.ofMinutes(2));
    RefusedFiles shared =
        new RefusedFiles(inbox, Duration.ofDays(1), true, ledger.inboxFiles(), clock);

    shared.forget();
    assertThat(reports()).hasSize(2);
    Files.delete(here);
    shared.forget();
    assertThat(reports()).extracting(FileReport::name).containsExactly("elsewhere.json");
  }

  private void forgetRefused(Duration keep) {
    new RefusedFiles(inbox, keep, false, ledger.inboxFiles(), clock).forget();
  }
}
