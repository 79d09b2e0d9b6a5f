package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.failure.FailurePoint;
import io.connectorroutes.failure.FailurePoints;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.SharedPostgres;
import io.connectorroutes.testing.ThrownFaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** The change of ledger.key and of the data key. */
@OnBothDatabases
class RekeyTest {
  private static final String OLD = key(1);
  private static final String NEW = key(2);
  private static final String OTHER = key(3);
  private static final String QUEUE = "queue:q";
  private static final ObjectKind KIND = ObjectKind.API_CONNECTOR;

  /** More than are encrypted anew in one step; so are the objects. */
  private static final int ROWS = 110;

  private static final int OBJECTS = 210;

  /** All that is encrypted. */
  private static final List<String> ENCRYPTED =
      List.of(
          "SELECT payload FROM change",
          "SELECT original FROM change",
          "SELECT target_url FROM known_object",
          "SELECT authentication FROM known_object",
          "SELECT next_page FROM object_list");

  @Parameter LedgerDatabase database;

  @TempDir Path folder;

  private String url;

  private static String key(int filler) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filler);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @BeforeEach
  void anEmptyDatabase() throws SQLException {
    url =
        isSqlite()
            ? "jdbc:sqlite:" + folder.resolve("data/ledger.db")
            : SharedPostgres.emptyDatabase("rekey");
  }

  private boolean isSqlite() {
    return database == LedgerDatabase.SQLITE;
  }

  private Ledger open(String key) {
    return open(url, key);
  }

  private static Ledger open(String url, String key) {
    String user = url.startsWith("jdbc:sqlite:") ? null : SharedPostgres.USER;
    return Ledgers.open(
        new LedgerSettings(url, user, user, key, null, LedgerDatabase.LEASE), Clock.systemUTC());
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(url, SharedPostgres.USER, SharedPostgres.USER);
  }

  private int alter(String statement) throws SQLException {
    try (Connection connection = connection();
        Statement sql = connection.createStatement()) {
      return sql.executeUpdate(statement);
    }
  }

  /** How many values there are under each data key. */
  private Map<Integer, Integer> underKeys() throws SQLException {
    Map<Integer, Integer> values = new HashMap<>();
    try (Connection connection = connection();
        Statement sql = connection.createStatement()) {
      for (String query : ENCRYPTED) {
        ResultSet rows = sql.executeQuery(query);
        while (rows.next()) {
          byte[] value = rows.getBytes(1);
          if (value != null) {
            values.merge((int) value[0], 1, Integer::sum);
          }
        }
      }
    }
    return values;
  }

  /** Something of each kind that is encrypted. */
  private static void fill(Ledger ledger) {
    ledger.recorder().recordMessage(QUEUE, message(Samples.create("applied", "applied")));
    deliverOne(ledger);
    ledger.recorder().recordMessage(QUEUE, message(Samples.create("listed", "listed")));
    Claimed<List<String>> look = ledger.deliveries().claim("run:1", 20, Plans.list()).orElseThrow();
    ListedObject[] objects =
        IntStream.range(0, OBJECTS)
            .mapToObj(
                i ->
                    new ListedObject(
                        "o" + i,
                        "name" + i,
                        "https://h.example/?code=" + i,
                        AuthenticationKind.BASIC,
                        "user" + i,
                        Set.of()))
            .toArray(ListedObject[]::new);
    ListUpdate page =
        new ListUpdate.Page(KIND, ledger.clock().instant(), true, List.of(objects), "/next?p=2");
    ledger
        .deliveries()
        .settle(look, new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of(page)));
    Job job = ledger.recorder().openFile(file("rows.jsonl"), false);
    List<ReceivedRow> rows = new ArrayList<>();
    for (int i = 1; i <= ROWS; i++) {
      rows.add(row(i, Samples.create("row" + i, "row" + i, "secret-" + i)));
    }
    rows.add(rejected(ROWS + 1, "bad", "{\"secret\":\"of-bad\"}"));
    ledger.recorder().record(job, rows);
    ledger.recorder().finish(job);
  }

  private static boolean deliverOne(Ledger ledger) {
    var claimed = ledger.deliveries().claim("run:1", 20, Plans.first("POST"));
    claimed.ifPresent(one -> ledger.deliveries().settle(one, Plans.result(one, Outcome.APPLIED)));
    return claimed.isPresent();
  }

  private static void deliverAll(Ledger ledger) {
    for (var claimed = ledger.deliveries().claim("run:1", 20, Plans.all());
        claimed.isPresent();
        claimed = ledger.deliveries().claim("run:1", 20, Plans.all())) {
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
    }
  }

  private static void encryptAll(Ledger ledger) {
    Rekey.Steps steps = ledger.rekey().begin(NEW);
    while (steps.next()) {
      assertThat(steps.percent()).isBetween(0, 100);
    }
    assertThat(steps.percent()).isEqualTo(100);
  }

  /** The secrets of a file's rows, as they are given to its result files. */
  private static void assertAllRowsAreReadable(Ledger ledger) {
    deliverAll(ledger);
    Job job = ledger.reports().job("rows.jsonl").orElseThrow();
    List<String> contents = new ArrayList<>();
    ledger
        .reports()
        .rows(
            job,
            one ->
                contents.add(
                    new String(
                        one.changeJson() == null ? one.original() : one.changeJson(),
                        StandardCharsets.UTF_8)));
    assertThat(contents).hasSize(ROWS + 1);
    for (int i = 1; i <= ROWS; i++) {
      assertThat(contents.get(i - 1)).contains("\"secret-" + i + "\"");
    }
    assertThat(contents.get(ROWS)).contains("of-bad");
    Directory directory = ledger.deliveries().view(ACCOUNT).directory();
    for (int i = 0; i < OBJECTS; i++) {
      ListedObject object = directory.withId(KIND, "o" + i).orElseThrow().object();
      assertThat(object.targetUrl()).isEqualTo("https://h.example/?code=" + i);
      assertThat(object.username()).isEqualTo("user" + i);
    }
    assertThat(directory.unfinished(KIND).orElseThrow().nextPage()).isEqualTo("/next?p=2");
  }

  // ---- the whole way

  /** What ends a process of a test. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void killedAtEachStepBesideTwoBusyWorkersItGoesOnAndNothingIsLost() throws Exception {
    AtomicInteger recorded = new AtomicInteger();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    List<Future<?>> work = new ArrayList<>();
    try (Ledger first = open(OLD);
        Ledger second = open(OLD);
        ThrownFaults faults =
            ThrownFaults.in(List.of("database.Sql.update", "database.Sql.updateEach"))) {
      fill(first);
      Map<Ledger, AtomicInteger> done =
          Map.of(first, new AtomicInteger(), second, new AtomicInteger());
      for (Ledger worker : List.of(first, second)) {
        // Without a rest, they would keep the next one from opening the file of SQLite.
        work.add(
            threads.scheduleWithFixedDelay(
                () -> {
                  work(worker, recorded);
                  done.get(worker).incrementAndGet();
                },
                0,
                10,
                TimeUnit.MILLISECONDS));
      }
      killBefore(faults, "UPDATE numbering SET data_key", OLD, RekeyTest::encryptAll);
      killAfterAStep();
      killBefore(faults, "UPDATE change SET payload", OLD, RekeyTest::encryptAll);
      killBefore(faults, "UPDATE known_object SET target_url", NEW, RekeyTest::encryptAll);
      killBefore(faults, "UPDATE object_list SET next_page = ? WHERE", OLD, RekeyTest::encryptAll);
      try (Ledger next = open(OLD)) {
        encryptAll(next);
      }
      // One that has not worked since the change began, and does after its end, needs a restart.
      done.values().forEach(count -> count.set(0));
      Awaitility.await()
          .alias("each worker has met the new data key")
          .atMost(Duration.ofMinutes(2))
          .until(() -> done.values().stream().allMatch(count -> count.get() > 1));
      killBefore(faults, "DELETE FROM ledger_key", NEW, ledger -> ledger.rekey().finish());
      try (Ledger next = open(NEW)) {
        assertThat(next.rekey().finish()).isEmpty();
      }
      int then = recorded.get();
      Awaitility.await()
          .alias("workers with the key of before go on")
          .atMost(Duration.ofMinutes(2))
          .until(() -> recorded.get() > then + 4);
      threads.shutdown();
      assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      assertThat(work).as("none has failed").allMatch(Future::isCancelled);
    } finally {
      threads.shutdownNow();
    }
    assertThat(underKeys()).containsOnlyKeys(2);
    try (Ledger ledger = open(NEW)) {
      assertAllRowsAreReadable(ledger);
      assertThat(ledger.outbox().outcomes(100_000))
          .hasSize(2 + ROWS + 1 + recorded.get())
          .allMatch(
              outcome -> outcome.outcome() == Outcome.APPLIED || outcome.changeId().equals("bad"));
    }
  }

  private static void work(Ledger worker, AtomicInteger recorded) {
    String id = "busy-" + recorded.incrementAndGet();
    worker.recorder().recordMessage(QUEUE, message(Samples.create(id, id, "secret-of-" + id)));
    deliverOne(worker);
  }

  private void killBefore(
      ThrownFaults faults, String statement, String key, Consumer<Ledger> rekey) {
    faults.plan("database.Sql.update", Killed::new, statement);
    faults.plan("database.Sql.updateEach", Killed::new, statement);
    try (Ledger process = open(key)) {
      assertThatThrownBy(() -> rekey.accept(process)).isInstanceOf(Killed.class);
    }
    faults.mend(statement);
    assertThat(faults.fired(statement)).isEqualTo(1);
  }

  private void killAfterAStep() {
    try (Ledger process = open(OLD)) {
      Rekey.Steps steps = process.rekey().begin(NEW);
      assertThat(steps.next()).isTrue();
      assertThat(steps.encrypted()).isBetween(1L, (long) ROWS);
    }
  }

  @Test
  void aProcessThatIsKilledInATransactionLeavesItToTheNextOne() throws Exception {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      FailurePoints points = new FailurePoints(folder.resolve("points"));
      points.arm(FailurePoint.PAYLOADS_ANEW, 1);
      try (ForkedJvm process =
          ForkedJvm.run(Map.of(), List.of(points.option()), RekeyTest.class, url)) {
        points.awaitReached(FailurePoint.PAYLOADS_ANEW);
        assertThat(process.hasEnded()).isFalse();
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(underKeys()).containsKeys(1, 2));
      encryptAll(ledger);
      assertThat(underKeys()).containsOnlyKeys(2);
      assertAllRowsAreReadable(ledger);
    }
  }

  /** Rekeys the ledger of that URL. */
  public static void main(String[] arguments) {
    try (Ledger ledger = open(arguments[0], OLD)) {
      encryptAll(ledger);
    }
  }

  // ---- workers meanwhile

  @Test
  void whatRunningWorkersWriteIsUnderTheNewDataKeyAsSoonAsItHasBegun() throws Exception {
    try (Ledger worker = open(OLD);
        Ledger rekeying = open(OLD)) {
      fill(worker);
      Map<Integer, Integer> before = underKeys();
      rekeying.rekey().begin(NEW);
      assertThat(underKeys()).isEqualTo(before).containsOnlyKeys(1);

      worker.recorder().recordMessage(QUEUE, message(Samples.create("later", "later")));
      Job job = worker.recorder().openFile(file("later.jsonl"), false);
      worker.recorder().record(job, List.of(rejected(1, "later-bad", "{}")));
      assertThat(underKeys()).containsExactly(entry(1, before.get(1)), entry(2, 2));
      // The directory learns what became of each.
      deliverAll(worker);
      assertThat(underKeys().get(1)).isEqualTo(before.get(1));
      assertThat(underKeys().get(2)).isGreaterThan(2 + ROWS);
      try (Ledger restarted = open(NEW)) {
        encryptAll(restarted);
        assertAllRowsAreReadable(restarted);
      }
      assertAllRowsAreReadable(worker);
    }
  }

  /** It has had nothing to do since the change began. */
  @Test
  void aWorkerThatStillHasTheKeyOfBeforeWaitsForItsRestart() throws Exception {
    try (Ledger idle = open(OLD)) {
      fill(idle);
      try (Ledger ledger = open(OLD)) {
        encryptAll(ledger);
      }
      try (Ledger ledger = open(NEW)) {
        ledger.rekey().finish();
      }
      assertThatThrownBy(
              () -> idle.recorder().recordMessage(QUEUE, message(Samples.create("later", "later"))))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("restart it with the new one");
      assertThatThrownBy(() -> deliverOne(idle)).isInstanceOf(DatabaseUnavailableException.class);
      assertThat(idle.reports().history("later")).isEmpty();
      assertThatThrownBy(() -> idle.workers().seen("run:idle", List.of()))
          .isInstanceOf(DatabaseUnavailableException.class);
      assertThat(idle.workers().list()).isEmpty();
      assertThat(idle.problem()).get().asString().contains("restart it with the new one");
    }
    assertThatThrownBy(() -> open(OLD))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("ledger.key is not the key of this ledger");
    try (Ledger ledger = open(NEW)) {
      assertAllRowsAreReadable(ledger);
    }
  }

  /** Its heartbeat came while both keys opened the ledger. */
  @Test
  void anIdleWorkerThatIsNotRestartedGoesOn() throws Exception {
    try (Ledger idle = open(OLD)) {
      fill(idle);
      try (Ledger ledger = open(OLD)) {
        encryptAll(ledger);
      }
      idle.workers().seen("run:idle", List.of());
      try (Ledger ledger = open(NEW)) {
        ledger.rekey().finish();
      }
      idle.recorder().recordMessage(QUEUE, message(Samples.create("later", "later")));
      deliverAll(idle);
      assertThat(idle.problem()).isEmpty();
      assertAllRowsAreReadable(idle);
    }
  }

  @Test
  void aRowThatSomebodyHasLockedIsEncryptedLater() throws Exception {
    Assumptions.assumeFalse(isSqlite(), "SQLite has one writer and locks no rows");
    try (Ledger ledger = open(OLD);
        Connection other = connection();
        Statement sql = other.createStatement()) {
      fill(ledger);
      other.setAutoCommit(false);
      sql.execute("SELECT seq FROM change WHERE change_id IN ('row1', 'row77') FOR UPDATE");
      Rekey.Steps steps = ledger.rekey().begin(NEW);
      for (int i = 0; i < 20; i++) {
        assertThat(steps.next()).isTrue();
      }
      assertThat(underKeys()).containsEntry(1, 2);
      other.rollback();
      while (steps.next()) {
        // Until they are done as well.
      }
      assertThat(underKeys()).containsOnlyKeys(2);
    }
  }

  // ---- what is compared and what is read

  @Test
  void contentsAreComparedAsBefore() {
    try (Ledger ledger = open(OLD)) {
      ledger.recorder().recordMessage(QUEUE, message(Samples.create("c1", "A", "one")));
      encryptAll(ledger);
    }
    try (Ledger ledger = open(NEW)) {
      ledger.rekey().finish();
      ledger.recorder().recordMessage(QUEUE, message(Samples.create("c1", "A", "one")));
      ledger.recorder().recordMessage(QUEUE, message(Samples.create("c1", "A", "two")));
      assertThat(ledger.reports().history("c1"))
          .extracting(Reports.History::state)
          .containsExactlyInAnyOrder("waiting", "duplicate", "settled");
    }
  }

  @Test
  void anOldKeyWithAnOldBackupReadsNoPayloadWrittenLater() throws Exception {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
    }
    String keyRow;
    try (Connection connection = connection();
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE TABLE backup AS SELECT * FROM ledger_key");
      keyRow = "INSERT INTO ledger_key SELECT * FROM backup";
    }
    try (Ledger ledger = open(OLD)) {
      ledger.rekey().begin(NEW);
      ledger
          .recorder()
          .recordMessage(QUEUE, message(Samples.create("later", "later", "written-later")));
    }
    alter("DELETE FROM ledger_key");
    alter(keyRow);
    alter("UPDATE numbering SET data_key = 1 WHERE id = 1");
    String mark = isSqlite() ? "x'01'" : "'\\x01'::bytea";
    alter(
        "UPDATE change SET payload = " + mark + " || substr(payload, 2) WHERE change_id = 'later'");
    try (Ledger thief = open(OLD)) {
      deliverAll(thief);
      assertThat(thief.outbox().outcomes(1_000))
          .filteredOn(outcome -> outcome.outcome() == Outcome.FAILED)
          .extracting(OutcomeRecord::changeId, OutcomeRecord::errorCode)
          .containsExactly(tuple("later", InternalErrors.CODE));
    }
  }

  @Test
  void nothingOfTheKeyOfBeforeIsLeftInTheFiles() throws Exception {
    Assumptions.assumeTrue(isSqlite(), "the files of PostgreSQL are its server's");
    byte[] before;
    byte[] wrapped;
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      before = wrapped("SELECT data_key FROM ledger_key WHERE id = 1");
      assertThat(found(before)).isTrue();
      encryptAll(ledger);
      wrapped = wrapped("SELECT data_key FROM ledger_key WHERE id = 1");
      assertThat(wrapped).isNotEqualTo(before);
      assertThat(found(wrapped)).isTrue();
    }
    try (Ledger ledger = open(NEW)) {
      ledger.rekey().finish();
      assertThat(found(before)).isFalse();
      assertThat(found(wrapped)).isFalse();
      assertThat(found(wrapped("SELECT data_key FROM ledger_key WHERE id = 1"))).isTrue();
    }
  }

  private byte[] wrapped(String query) throws SQLException {
    try (Connection connection = connection();
        Statement sql = connection.createStatement()) {
      ResultSet row = sql.executeQuery(query);
      row.next();
      return row.getBytes(1);
    }
  }

  private boolean found(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      for (Path file : files.filter(one -> one.toString().contains("ledger.db")).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  // ---- what is refused

  @Test
  void itIsEndedByTheNewKeyOnceNothingIsLeft() {
    try (Ledger ledger = open(OLD)) {
      assertThatThrownBy(() -> ledger.rekey().finish()).hasMessageContaining("has begun");
      fill(ledger);
      ledger.rekey().begin(NEW);
      try (Ledger renewed = open(NEW)) {
        assertThatThrownBy(() -> renewed.rekey().finish())
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("are left: say ledger rekey --new-key REF again");
        encryptAll(renewed);
      }
      assertThatThrownBy(() -> ledger.rekey().finish())
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("ledger.key is still the one of before");
    }
    try (Ledger renewed = open(NEW)) {
      assertThat(renewed.rekey().finish()).isEmpty();
      assertThatThrownBy(() -> renewed.rekey().finish()).hasMessageContaining("has begun");
    }
  }

  @Test
  void whatLeavesOnlyTheDirectoryBehindIsNotEnded() throws SQLException {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      Rekey.Steps steps = ledger.rekey().begin(NEW);
      while (underKeys().get(1) > 2 * OBJECTS + 3) {
        steps.next();
      }
    }
    try (Ledger renewed = open(NEW)) {
      assertThatThrownBy(() -> renewed.rekey().finish()).hasMessageContaining("are left");
    }
  }

  @Test
  void aKeyThatIsOfNoUseIsRefused() {
    try (Ledger ledger = open(OLD)) {
      Rekey rekey = ledger.rekey();
      assertThatThrownBy(() -> rekey.begin("c2hvcnQ="))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("--new-key is not a 256-bit key");
      assertThatThrownBy(() -> rekey.begin(OLD))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("is the ledger.key that the ledger has");
      encryptAll(ledger);
      try (Ledger renewed = open(NEW)) {
        assertThatThrownBy(() -> renewed.rekey().begin(OTHER))
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("is not finished");
      }
    }
  }

  /** It was suspended meanwhile. */
  @Test
  void aRekeyThatWasFollowedByAnotherOneStopsAndWritesNothingUnderItsKey() throws SQLException {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      encryptAll(ledger);
    }
    // Has the key that both changes have in common, so that it reads whatever it finds.
    try (Ledger suspended = open(NEW)) {
      Rekey.Steps atChanges = suspended.rekey().begin(NEW);
      Rekey.Steps atTheDirectory = suspended.rekey().begin(NEW);
      assertThat(atTheDirectory.next()).isTrue();
      Rekey.Steps atTheEnd = suspended.rekey().begin(NEW);
      while (atTheEnd.percent() < 100) {
        assertThat(atTheEnd.next()).isTrue();
      }
      try (Ledger ledger = open(NEW)) {
        ledger.rekey().finish();
        Rekey.Steps next = ledger.rekey().begin(OTHER);
        while (next.next()) {
          // To its end.
        }
      }
      Map<Integer, Integer> after = underKeys();
      assertThat(after).containsOnlyKeys(3);
      for (Rekey.Steps steps : List.of(atChanges, atTheDirectory, atTheEnd)) {
        assertThatThrownBy(() -> steps.next())
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("a further one has begun");
      }
      assertThat(underKeys()).isEqualTo(after);
    }
    try (Ledger ledger = open(OTHER)) {
      assertThat(ledger.rekey().finish()).isEmpty();
      assertAllRowsAreReadable(ledger);
    }
  }

  /** The first one was lost, or was a mistake. */
  @Test
  void beforeItsEndAnotherKeyMayBeGiven() throws SQLException {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      ledger.rekey().begin(NEW);
      ledger.rekey().begin(OTHER);
      assertThatThrownBy(() -> open(NEW)).hasMessageContaining("is not the key of this ledger");
      try (Ledger renewed = open(OTHER)) {
        Rekey.Steps steps = renewed.rekey().begin(OTHER);
        while (steps.next()) {
          // To its end.
        }
        renewed.rekey().finish();
        assertAllRowsAreReadable(renewed);
      }
    }
    assertThat(underKeys()).containsOnlyKeys(2);
  }

  @Test
  void whatIsDamagedIsNamedAndKeepsNothingFromItsEnd() throws SQLException {
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      alter("UPDATE change SET payload = substr(payload, 1, 40) WHERE change_id = 'row7'");
      alter(
          "UPDATE known_object SET target_url = substr(target_url, 1, 20) WHERE object_id = 'o7'");
      Rekey.Steps steps = ledger.rekey().begin(NEW);
      while (steps.next()) {
        // To its end.
      }
      assertThat(steps.damaged()).containsExactly("row7");
      assertThat(underKeys()).containsEntry(1, 1);
    }
    try (Ledger ledger = open(NEW)) {
      assertThat(ledger.rekey().finish()).containsExactly("row7");
      ListedObject object =
          ledger.deliveries().view(ACCOUNT).directory().withId(KIND, "o7").orElseThrow().object();
      assertThat(object.targetUrl()).isNull();
      assertThat(object.username()).isEqualTo("user7");
    }
  }

  @Test
  void whatIsReadableOfARowThatIsDamagedInPartIsEncryptedAnew() throws SQLException {
    byte[] damaged;
    try (Ledger ledger = open(OLD)) {
      fill(ledger);
      alter("UPDATE change SET original = substr(payload, 1, 40) WHERE change_id = 'row7'");
      damaged = wrapped("SELECT original FROM change WHERE change_id = 'row7'");
      ledger.rekey().begin(NEW);
      try (Ledger renewed = open(NEW)) {
        Rekey.Steps steps = renewed.rekey().begin(NEW);
        try (Connection connection = connection();
            Statement sql = connection.createStatement()) {
          sql.execute("CREATE TABLE apart AS SELECT payload FROM change WHERE change_id = 'row7'");
          while (steps.next()) {
            // To its end.
          }
          assertThat(steps.damaged()).containsExactly("row7");
          assertThat(underKeys()).containsEntry(1, 1);
          assertThat(wrapped("SELECT original FROM change WHERE change_id = 'row7'"))
              .isEqualTo(damaged);
          sql.execute(
              "UPDATE change SET payload = (SELECT payload FROM apart) WHERE change_id = 'row7'");
        }
        assertThatThrownBy(() -> renewed.rekey().finish())
            .as("the former key reads one of its columns")
            .hasMessageContaining("are left");
        encryptAll(renewed);
        assertThat(renewed.rekey().finish()).containsExactly("row7");
        assertThat(underKeys()).containsEntry(1, 1);
        deliverAll(renewed);
        assertThat(renewed.outbox().outcomes(1_000))
            .filteredOn(outcome -> outcome.changeId().equals("row7"))
            .extracting(OutcomeRecord::outcome)
            .containsExactly(Outcome.APPLIED);
      }
    }
  }
}
