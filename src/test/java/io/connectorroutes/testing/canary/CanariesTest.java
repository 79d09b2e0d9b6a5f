package io.connectorroutes.testing.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.testing.SharedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search that cannot find would tell that all is well: each spelling is planted, and found. */
class CanariesTest {
  private static final String SECRET = "Kan4r\u00fc/\"\\ +&%?=\n-9f3c71aa0b";
  private static final byte[] NOISE = noise();

  @TempDir Path folder;
  private final Canaries canaries = new Canaries().with("the secret", SECRET);

  static Stream<String> spellings() {
    return Spellings.of(SECRET).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void isFoundInEachSpelling(String spelling) throws IOException {
    byte[] planted = Spellings.of(SECRET).get(spelling);

    assertThat(canaries.in("here", planted)).isNotEmpty().allMatch(f -> f.startsWith("here: "));
    Files.write(folder.resolve("file"), planted(planted));
    assertThat(canaries.below(folder)).isNotEmpty();
    Files.write(folder.resolve("file"), NOISE);
    assertThat(canaries.below(folder)).isEmpty();
  }

  private static byte[] noise() {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    return noise;
  }

  private static byte[] planted(byte[] planted) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(NOISE);
    bytes.write(planted);
    bytes.write(NOISE);
    return bytes.toByteArray();
  }

  @Test
  void isFoundWhereverItStandsInAFileThatIsReadInBlocks() throws IOException {
    int block = 20 << 10;
    Canaries inBlocks = new Canaries(block).with("the secret", SECRET);
    byte[] planted = Spellings.of(SECRET).get("all \\u00xx");
    for (int at = block - planted.length - 1; at <= block + 1; at++) {
      byte[] file = new byte[3 * block];
      System.arraycopy(planted, 0, file, at, planted.length);
      Files.write(folder.resolve("file"), file);
      assertThat(inBlocks.below(folder)).as("at %s", at).isNotEmpty();
    }
  }

  @Test
  void isFoundInPagesAndInTheWriteAheadLog() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("l.db"));
        Statement sql = sqlite.createStatement()) {
      sql.execute("PRAGMA journal_mode = WAL");
      sql.execute("CREATE TABLE t (text TEXT, bytes BLOB)");
      insert(sqlite, "t");
      assertThat(canaries.below(home)).anyMatch(f -> f.startsWith("l.db-wal: "));
      assertFoundInTable(sqlite, "\"t\"");
      sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    assertThat(canaries.below(home)).isNotEmpty().allMatch(found -> found.startsWith("l.db: "));
  }

  @Test
  void isFoundInEachTableOfPostgres() throws Exception {
    String url = SharedPostgres.emptyDatabase("canaries");
    try (Connection postgres =
            DriverManager.getConnection(url, SharedPostgres.USER, SharedPostgres.USER);
        Statement sql = postgres.createStatement()) {
      sql.execute("CREATE SCHEMA other");
      sql.execute("CREATE TABLE other.t (text TEXT, bytes BYTEA)");
      insert(postgres, "other.t");
      assertFoundInTable(postgres, "\"other\".\"t\"");
    }
  }

  private static void insert(Connection connection, String table) throws SQLException {
    String insert = "INSERT INTO " + table + " VALUES (?, ?)";
    try (PreparedStatement row = connection.prepareStatement(insert)) {
      row.setString(1, "x" + SECRET);
      row.setNull(2, Types.BINARY);
      row.executeUpdate();
      row.setString(1, "nothing");
      row.setBytes(2, Spellings.of(SECRET).get("UTF-16LE"));
      row.executeUpdate();
    }
  }

  private void assertFoundInTable(Connection connection, String table) throws SQLException {
    assertThat(canaries.in(Places.tables(connection)))
        .anyMatch(found -> found.startsWith(table + ".text, row 1: "))
        .anyMatch(found -> found.startsWith(table + ".bytes, row 2: "))
        .noneMatch(found -> found.startsWith(table + ".text, row 2: "));
  }

  /** What a bean of the test shows. */
  public interface Shown {
    String getText();

    String[] getTexts();

    Map<String, String> getMap();

    String getFailure();
  }

  @Test
  void isFoundInEachAttributeOfABean() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("io.connectorroutes.test:type=Canaries");
    Shown shown =
        new Shown() {
          @Override
          public String getText() {
            return "x" + SECRET;
          }

          @Override
          public String[] getTexts() {
            return new String[] {"", SECRET};
          }

          @Override
          public Map<String, String> getMap() {
            return Map.of("key", SECRET);
          }

          @Override
          public String getFailure() {
            throw new IllegalStateException(SECRET);
          }
        };
    assertThat(canaries.in(Places.beans(server))).isEmpty();
    server.registerMBean(new StandardMBean(shown, Shown.class, true), name);
    try {
      Set<String> found = canaries.in(Places.beans(server));
      for (String attribute : Set.of("Text", "Texts", "Map", "Failure")) {
        assertThat(found).anyMatch(f -> f.startsWith(name + " " + attribute + ": "));
      }
    } finally {
      server.unregisterMBean(name);
    }
  }

  @Test
  void isFoundInAnExceptionItsCausesAndThoseItSuppressed() {
    Exception suppressing = new IOException("nothing");
    suppressing.addSuppressed(new IllegalStateException(SECRET));

    assertThat(canaries.in(new IOException(SECRET))).isNotEmpty();
    assertThat(canaries.in(new IOException("nothing", new IOException(SECRET)))).isNotEmpty();
    assertThat(canaries.in(suppressing)).isNotEmpty();
    assertThat(canaries.in(new IOException("nothing"))).isEmpty();
  }

  @Test
  void isFoundInTheNamesOfFilesAndFolders() throws IOException {
    Canaries plain = new Canaries().with("another", "canary-77e1d2");
    Files.createDirectories(folder.resolve("x-canary-77e1d2/y"));
    Files.createFile(folder.resolve("x-canary-77e1d2/y/z"));

    assertThat(plain.below(folder)).isNotEmpty();
    assertThat(plain.below(folder, path -> path.startsWith("x-canary-77e1d2"))).isEmpty();
  }

  @Test
  void piecesOfALongOneAreFound() throws IOException {
    byte[] bytes = new byte[3_000];
    new Random(5).nextBytes(bytes);
    Path file = Files.write(folder.resolve("secret.pfx"), bytes);
    Canaries pfx = new Canaries().with(file);
    String text = Base64.getEncoder().encodeToString(bytes);

    assertThat(pfx.in("raw", bytes)).isNotEmpty();
    assertThat(pfx.in("beginning", text.substring(0, 500))).isNotEmpty();
    assertThat(pfx.in("end", text.substring(text.length() - 500))).isNotEmpty();
    assertThat(pfx.in("middle", text.substring(1_500, 2_500))).isNotEmpty();
    assertThat(pfx.in("none", NOISE)).isEmpty();
  }

  @Test
  void whatIsFoundIsNotRepeated() {
    Set<String> found = canaries.in("here", "x" + SECRET);

    assertThat(found).noneMatch(text -> text.contains("Kan4r"));
    assertThatThrownBy(() -> Canaries.assertNone(found)).hasMessageContaining("the secret in UTF");
    Canaries.assertNone(canaries.in("here", "nothing".getBytes(UTF_8)));
  }
}
