package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.database.GroupCommit;
import io.connectorroutes.database.PooledConnections;
import io.connectorroutes.database.SqliteDialect;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What holds for a ledger in an SQLite file. */
class SqliteStoreTest {
  private static final String CANARY = "canary-9f2c41d7";

  @TempDir Path folder;
  private Path data;
  private Path database;

  @BeforeEach
  void paths() {
    data = folder.resolve("data");
    database = data.resolve("ledger.db");
  }

  private Ledger open() {
    return Ledgers.open(LedgerDatabase.sqlite(folder), null);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void everythingIsReadableByItsOwnerAlone() throws IOException {
    try (Ledger ledger = open()) {
      ledger.recorder().recordMessage("queue:q", message(update("c1", "x")));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
          .isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(data)) {
        List<Path> all = files.toList();
        assertThat(all)
            .contains(database, data.resolve("ledger.key"), data.resolve("ledger.db-wal"));
        for (Path file : all.stream().filter(f -> f.toString().contains("ledger.")).toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .describedAs(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "data, rwxr-xr-x, chmod 700",
    "data, rwx----w-, chmod 700",
    "data/ledger.key, rw-r--r--, chmod 600",
    "data/ledger.key, rw-----w-, chmod 600"
  })
  void whatOthersCanReadOrWriteIsRefusedAndLeftAsItIs(String name, String mode, String remedy)
      throws IOException {
    open().close();
    Path path = folder.resolve(name);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(path + " is open to others on this machine")
        .hasMessageContaining(remedy + " " + path);
    assertThat(mode(path)).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.lock"})
  void aLinkInThePlaceOfAFileIsNotFollowed(String name) throws IOException {
    open().close();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "theirs");
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
    Files.deleteIfExists(data.resolve(name));
    Path link = Files.createSymbolicLink(data.resolve(name), elsewhere);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(name + " is a link, which is not followed");
    assertThat(elsewhere).hasContent("theirs");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
        .isEqualTo("rw-r--r--");
    Files.delete(link);
  }

  @Test
  void theFolderItselfMayBeALink() throws IOException {
    Path disk = folder.resolve("disk");
    PrivateFiles.createFolder(disk);
    Files.createSymbolicLink(data, disk);
    open().close();
    assertThat(disk.resolve("ledger.db")).isRegularFile();
    assertThat(disk.resolve("ledger.key")).isRegularFile();
  }

  @Test
  void whatItsGroupCanReadIsWarnedOf() throws IOException {
    open().close();
    Path key = data.resolve("ledger.key");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger log = (Logger) LoggerFactory.getLogger(PrivateFiles.class);
    log.addAppender(logged);
    try {
      open().close();
    } finally {
      log.detachAppender(logged);
    }
    assertThat(logged.list)
        .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
        .contains(
            tuple(Level.WARN, data + " is open to its group: close it with chmod 700 " + data),
            tuple(Level.WARN, key + " is open to its group: close it with chmod 600 " + key));
    assertThat(mode(key)).isEqualTo("rw-r-----");
  }

  @Test
  void aLedgerThatWasOpenToOthersIsClosed() throws IOException {
    open().close();
    Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));
    open().close();
    assertThat(mode(database)).isEqualTo("rw-------");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aLinkAsTheKeyFileIsLookedAtByItsTarget() throws IOException {
    open().close();
    Path key = data.resolve("ledger.key");
    Path target = Files.move(key, folder.resolve("elsewhere.key"));
    Files.createSymbolicLink(key, target);
    open().close();
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(key + " is open to others on this machine")
        .hasMessageContaining("chmod 600 " + target);
    Files.delete(target);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(key + " is missing");
    assertThat(target).doesNotExist();
  }

  @Test
  void noSecretRestsUnencrypted() throws IOException {
    try (Ledger ledger = open()) {
      ledger.recorder().recordMessage("queue:q", message(Samples.create("c1", "A", CANARY)));
      ledger.recorder().recordMessage("queue:q", message(Samples.create("c1", "A", CANARY + "2")));
      ledger
          .recorder()
          .recordMessage("queue:q", rejected(0, "c2", "{\"password\":\"" + CANARY + "\"}"));
      Claimed<List<String>> claimed =
          ledger.deliveries().claim("run:1", 20, Plans.first("POST")).orElseThrow();
      assertThat(claimed.changes().get(0).change().properties().toString()).contains(CANARY);
      ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.FAILED));
      String encoded =
          Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.US_ASCII));
      assertThat(bytes()).contains("queue:q").doesNotContain(CANARY).doesNotContain(encoded);
    }
    assertThat(bytes()).contains("queue:q").doesNotContain(CANARY);
  }

  private String bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("db")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aPayloadThatWasMovedToAnotherRowIsNotRead() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.recorder().recordMessage("queue:q", message(Samples.create("c1", "A")));
      ledger.recorder().recordMessage("queue:q", message(Samples.create("c2", "B")));
      execute("UPDATE change SET payload = (SELECT payload FROM change WHERE seq = 2)");

      assertThat(ledger.deliveries().claim("run:1", 20, Plans.all()).orElseThrow().request())
          .containsExactly("c2");
      assertThat(ledger.outbox().outcomes(10))
          .extracting(OutcomeRecord::changeId, OutcomeRecord::outcome, OutcomeRecord::errorCode)
          .containsExactly(tuple("c1", Outcome.FAILED, "internalError"));
    }
  }

  @Test
  void anotherKeyIsRefused() throws IOException {
    open().close();
    Files.writeString(data.resolve("ledger.key"), Base64.getEncoder().encodeToString(new byte[32]));
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("is not the key of this ledger");
  }

  @Test
  void aMissingOrMalformedKeyIsRefused() throws IOException {
    open().close();
    Files.writeString(data.resolve("ledger.key"), "too short");
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("is not a 256-bit key");
    Files.delete(data.resolve("ledger.key"));
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("is missing");
    assertThat(data.resolve("ledger.key")).doesNotExist();
  }

  @Test
  void aFileThatIsNoDatabaseIsNotTouched() throws IOException {
    PrivateFiles.createFolder(data);
    Files.writeString(database, "somebody's notes ".repeat(100));
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("is not an SQLite database");
    assertThat(database).hasContent("somebody's notes ".repeat(100));
    assertThat(data).isDirectoryNotContaining(path -> !path.equals(database));
  }

  @Test
  void aDatabaseOfAnotherProgramIsNotTouched() throws IOException, SQLException {
    PrivateFiles.createFolder(data);
    execute("CREATE TABLE recipe (id INTEGER)");
    byte[] before = Files.readAllBytes(database);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("another program");
    assertThat(database).hasBinaryContent(before);
    assertThat(data).isDirectoryNotContaining(path -> !path.equals(database));
  }

  @Test
  void aFileThatWasCutShortIsNotTouched() throws IOException {
    recordSome();
    byte[] whole = Files.readAllBytes(database);
    assertDamagedAndUntouched(Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void aFileThatWasOverwrittenIsNotTouched() throws IOException {
    recordSome();
    byte[] bytes = Files.readAllBytes(database);
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    assertDamagedAndUntouched(bytes);
  }

  @Test
  void aTableThatWasOverwrittenIsNoticed() throws IOException, SQLException {
    recordSome();
    int page = rootPage("idempotency_key");
    byte[] bytes = Files.readAllBytes(database);
    Arrays.fill(bytes, 4096 * (page - 1), 4096 * page, (byte) 0x5a);
    assertDamagedAndUntouched(bytes);
  }

  private void recordSome() {
    try (Ledger ledger = open()) {
      for (int i = 0; i < 100; i++) {
        ledger.recorder().recordMessage("queue:q", message(update("c" + i, "x")));
      }
    }
  }

  private int rootPage(String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'")) {
      return row.getInt(1);
    }
  }

  private void assertDamagedAndUntouched(byte[] bytes) throws IOException {
    Files.write(database, bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(database + " is damaged")
        .hasMessageContaining("put back its last backup");
    assertThat(database).hasBinaryContent(bytes);
    assertThat(data.resolve("ledger.db-wal")).doesNotExist();
  }

  @Test
  void aFullDiskIsToldAsFullAndWhere() throws Exception {
    open().close();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + database);
    config.setMaximumPoolSize(1);
    // Never fewer than there are: no page can be added.
    config.setConnectionInitSql("PRAGMA max_page_count = 1");
    try (Database full =
        new Database(
            new GroupCommit(new HikariDataSource(config)),
            new PooledConnections(new HikariDataSource(config)),
            new SqliteDialect(folder))) {
      assertThatThrownBy(
              () ->
                  full.write(
                      sql -> sql.update("CREATE TABLE filler AS SELECT zeroblob(1000000) AS x")))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage("the disk of the ledger is full, make room in " + folder);
    }
  }

  @Test
  void theNativeLibraryIsUnpackedOnce() throws Exception {
    open().close();
    Path library = onlyLibrary();
    Object identity = Files.readAttributes(library, BasicFileAttributes.class).fileKey();
    open().close();
    assertThat(Files.readAttributes(onlyLibrary(), BasicFileAttributes.class).fileKey())
        .isEqualTo(identity);

    Files.write(library, new byte[10]);
    open().close();
    assertThat(onlyLibrary()).as("one that was cut short is unpacked anew").exists();
    assertThat(Files.size(library)).isGreaterThan(100_000);
  }

  private Path onlyLibrary() throws IOException {
    try (Stream<Path> files = Files.list(database.getParent())) {
      List<Path> libraries =
          files.filter(file -> file.getFileName().toString().contains("sqlitejdbc")).toList();
      assertThat(libraries).hasSize(1);
      return libraries.get(0);
    }
  }

  @Test
  void aNewerSchemaIsRefused() throws SQLException {
    open().close();
    execute(
        """
        INSERT INTO connector_routes_history SELECT 999, '999', 'later', type, 'V999__later.sql', 1,
          installed_by, installed_on, 1, 1 FROM connector_routes_history WHERE version = '1'
        """);
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("schema version 999");
  }

  @Test
  void committedMeansCommittedWhenTheProcessIsHalted() throws Exception {
    try (Ledger ledger = open()) {
      Process other = OtherProcess.start(folder, "record", "50");
      for (int i = 1; i <= 50; i++) {
        ledger.recorder().recordMessage("queue:q", message(update("mine" + i, "x" + i % 5)));
      }
      List<String> committed = OtherProcess.lines(other);
      assertThat(other.waitFor()).isEqualTo(OtherProcess.HALTED);
      assertThat(committed).hasSize(50).contains("committed other50");
    }
    try (Ledger ledger = open()) {
      assertThat(ledger.reports().openChanges()).isEqualTo(100);
      List<String> delivered = deliverAll(ledger);
      assertThat(delivered).hasSize(100).contains("other50", "mine50").doesNotHaveDuplicates();
    }
  }

  @Test
  void whatAHaltedProcessWasSendingIsTakenBack() throws Exception {
    try (Ledger ledger = open()) {
      ledger.recorder().recordMessage("queue:q", message(Samples.create("c1", "A")));
      Process other = OtherProcess.start(folder, "claim");
      assertThat(OtherProcess.lines(other)).containsExactly("committed claim");
      assertThat(other.waitFor()).isEqualTo(OtherProcess.HALTED);
      assertThat(ledger.reports().history("c1").get(0).state()).isEqualTo("sending");
      assertThat(ledger.deliveries().claim("run:1", 20, Plans.first("POST"))).isEmpty();
      assertThat(ledger.deliveries().recoverLeases(true)).isEqualTo(1);
      assertThat(ledger.deliveries().claim("run:1", 20, Plans.first("GET")).orElseThrow().changes())
          .extracting(DueChange::phase)
          .containsExactly(Phase.LOOK);
    }
  }

  @Test
  void whatAHaltedProcessReadForASubscriberAndDidNotAcknowledgeIsGivenToAnother() throws Exception {
    Clock clock = Clock.systemUTC();
    Subscriber subscriber = new Subscriber("billing", "run:1", Subscriber.From.EARLIEST);
    try (Ledger ledger = Ledgers.open(LedgerDatabase.sqlite(folder), clock)) {
      for (String changeId : List.of("a", "b", "c")) {
        ledger.recorder().recordMessage("queue:q", rejected(0, changeId, "{}"));
      }
      Process other = OtherProcess.start(folder, "subscribe");
      assertThat(OtherProcess.lines(other))
          .containsExactly("committed a", "committed b", "committed c");
      assertThat(other.waitFor()).isEqualTo(OtherProcess.HALTED);
      Subscription<OutcomeRecord> subscription = ledger.subscriptions().outcomes(subscriber);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> subscription.lease(LedgerDatabase.LEASE));
      assertThat(subscription.next(5))
          .extracting(entry -> entry.what().changeId())
          .containsExactly("b", "c");
    }
  }

  @Test
  void aFileWhoseRecordingEndedInACrashIsLetInByWhoeverClaims() throws SQLException {
    try (Ledger ledger = open()) {
      Job job = ledger.recorder().openFile(file("a.jsonl"), false);
      List<ReceivedRow> rows =
          IntStream.rangeClosed(1, 600)
              .mapToObj(i -> row(i, update("c" + i, "x" + i % 100)))
              .toList();
      ledger.recorder().record(job, rows);
      // As finish() leaves it when the process is halted right after its commit.
      execute(
          "UPDATE job SET state = 'open' WHERE id = " + job.id(),
          "INSERT INTO accepted (job_id) VALUES (" + job.id() + ")");
      ledger.recorder().recordMessage("queue:q", message(update("after", "x0")));
      assertThat(ledger.deliveries().nextDue()).isPresent();
      List<String> delivered = deliverAll(ledger);
      assertThat(delivered).hasSize(601).containsSubsequence("c100", "c500", "c600", "after");
    }
  }

  /** As a mixed file of many tenants: a row of each in turn. */
  @Test
  void accountsAreLetInByTurnsWithAWholeBatchEach() throws SQLException {
    int accounts = 30;
    int perAccount = 45;
    try (Ledger ledger = open()) {
      Job job = ledger.recorder().openFile(file("a.jsonl"), false);
      List<ReceivedRow> rows = new ArrayList<>(List.of(ofNoAccount(1)));
      for (int i = 0; i < accounts * perAccount; i++) {
        int account = i % accounts;
        int number = i / accounts;
        rows.add(
            row(i + 2, update("c" + account + "-" + number, "x" + number), null, "t/" + account));
      }
      ledger.recorder().record(job, rows);
      execute(
          "UPDATE job SET state = 'open' WHERE id = " + job.id(),
          "INSERT INTO accepted (job_id) VALUES (" + job.id() + ")");

      var first = ledger.deliveries().claim("run:1", 20, Plans.all()).orElseThrow();
      assertThat(first.request())
          .as("all of one account, though 200 rows of all were let in")
          .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "c0-" + i).toList());
      ledger.deliveries().settle(first, Plans.result(first, Outcome.APPLIED));

      List<String> delivered = new ArrayList<>(first.request());
      delivered.addAll(deliverAll(ledger));
      assertThat(delivered).hasSize(accounts * perAccount).doesNotHaveDuplicates();
      for (int account = 0; account < accounts; account++) {
        String prefix = "c" + account + "-";
        assertThat(delivered)
            .filteredOn(id -> id.startsWith(prefix))
            .isEqualTo(IntStream.range(0, perAccount).mapToObj(i -> prefix + i).toList());
      }
      assertThat(ledger.reports().openChanges()).isZero();
      assertThat(ledger.outbox().outcomes(5_000))
          .filteredOn(outcome -> outcome.outcome() == Outcome.REJECTED)
          .hasSize(1);
    }
  }

  private static ReceivedRow ofNoAccount(int row) {
    ReceivedRow.Problem problem = new ReceivedRow.Problem("tenant", "unknown", "is not known");
    return new ReceivedRow(
        row,
        "lost",
        null,
        "apiConnector.update",
        "nobody",
        null,
        null,
        null,
        problem,
        null,
        null,
        null);
  }

  private static List<String> deliverAll(Ledger ledger) {
    List<String> delivered = new ArrayList<>();
    // A claim may have enqueued a step of a large file, and have nothing to send yet.
    while (ledger.deliveries().nextDue().isPresent()) {
      ledger
          .deliveries()
          .claim("run:1", 20, Plans.all())
          .ifPresent(
              claimed -> {
                delivered.addAll(claimed.request());
                ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED));
              });
    }
    return delivered;
  }
}
