package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TokenPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL behind TLS, whose password is a token that changes. */
class TokenLoginTest {
  private static final String GOOD = "jdbc:postgresql://good.example/c?sslmode=verify-full";

  @TempDir static Path folder;

  private static Path trusted;
  private static Path untrusted;
  private static Path client;
  private static Path otherClient;
  private static TokenPostgres postgres;

  private String token = "token-1";
  private int asked;

  @BeforeAll
  static void start() throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    client = TokenAuthority.keyStore(folder, "user");
    otherClient = TokenAuthority.keyStore(Files.createDirectory(folder.resolve("other")), "user");
    trusted = Files.writeString(folder.resolve("trusted.pem"), TokenAuthority.certificate(keys));
    untrusted =
        Files.writeString(folder.resolve("untrusted.pem"), TokenAuthority.certificate(otherClient));
    postgres =
        TokenPostgres.start(
            folder,
            keys,
            Files.writeString(folder.resolve("c.pem"), TokenAuthority.certificate(client)));
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void takesTheFirst() throws SQLException {
    postgres.takes("token-1");
  }

  @Test
  void eachNewConnectionLogsInWithTheTokenOfItsTime() throws Exception {
    try (Database database = store("localhost", trusted, TokenPostgres.WORKER).open()) {
      assertThat(one(database)).isEqualTo(1);

      postgres.takes("token-2");
      token = "token-2";
      postgres.cutConnections();

      await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> one(database) == 1);
    }
    assertThat(asked).isGreaterThan(1);
  }

  @Test
  void aTokenThatHasEndedIsRefused() {
    token = "token-0";

    assertThatThrownBy(() -> store("localhost", trusted, TokenPostgres.WORKER).open())
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining(token);
  }

  @Test
  void whyThereIsNoTokenIsSaid() {
    PostgresStore store =
        new PostgresStore(
            url("localhost", trusted),
            TokenPostgres.WORKER,
            new TokenLogin(
                () -> {
                  throw new IllegalStateException("no token for x");
                },
                host -> true));

    assertThatThrownBy(store::open)
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage("the database of ledger.url cannot be reached: no token for x");
  }

  @Test
  void aServerOfAnotherCertificateGetsNoToken() {
    assertThatThrownBy(() -> store("localhost", untrusted, TokenPostgres.WORKER).open())
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("PKIX path validation failed");
  }

  @Test
  void aServerOfAnotherNameGetsNoToken() {
    // Another spelling of 127.0.0.1, which the certificate does not name.
    assertThatThrownBy(() -> store("127.1", trusted, TokenPostgres.WORKER).open())
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("127.1 could not be verified");
  }

  @Test
  void whoeverAsksForAClientCertificateIsShownTheOneOfTheUrl() {
    assertThatCode(() -> connect(client)).doesNotThrowAnyException();
    assertThatThrownBy(() -> connect(otherClient)).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> connect(null))
        .hasMessageContaining("requires a valid client certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "//evil.example/c?sslmode=verify-full, name one good.example",
    "'//good.example,evil.example/c?sslmode=verify-full', name one good.example",
    "//good.example/c?sslmode=verify-full&PGHOST=evil.example, name one good.example",
    "//good.example/c, set sslmode=verify-full in ledger.url",
    "//good.example/c?sslmode=require, set sslmode=verify-full in ledger.url",
    "//good.example/c?sslmode=verify-ca, set sslmode=verify-full in ledger.url",
    "//good.example/c?sslmode=verify-full&sslmode=disable, set sslmode=verify-full",
    "//good.example/c?sslmode=verify-full&sslhostnameverifier=x, does not take sslhostnameverifier",
    "//good.example/c?sslmode=verify-full&gssEncMode=require, does not take gssEncMode",
    "//good.example/c?sslmode=verify-full&socketFactory=x, does not take socketFactory",
    "//good.example/c?sslmode=verify-full&authenticationPluginClassName=x,"
        + " does not take authenticationPluginClassName",
    "//good.example/c?sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory,"
        + " does not take sslfactory"
  })
  void aUrlThatWouldLetATokenGoAstrayIsRefused(String url, String message) {
    assertThatThrownBy(() -> tokens("jdbc:postgresql:" + url))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("ledger.credential=entra ")
        .hasMessageContaining(message);
    assertThat(asked).isZero();
  }

  @Test
  void javasTrustIsTakenWhereTheUrlNamesNone() {
    assertThat(tokens(GOOD).getSslfactory()).isEqualTo("org.postgresql.ssl.DefaultJavaSSLFactory");
    assertThat(tokens(GOOD + "&sslrootcert=ca.pem").getSslfactory())
        .isEqualTo("org.postgresql.ssl.LibPQFactory");
    assertThat(tokens(GOOD + "&sslfactory=org.postgresql.ssl.LibPQFactory").getSslfactory())
        .isEqualTo("org.postgresql.ssl.LibPQFactory");
  }

  @Test
  void optionsOfTheUrlGoBeforeOurs() throws SQLException {
    Properties ours = new Properties();
    ours.setProperty("socketTimeout", "30");
    ours.setProperty("tcpKeepAlive", "true");

    PostgresTokens tokens = tokens(GOOD + "&socketTimeout=7&connectTimeout=3", ours);

    assertThat(tokens.getSocketTimeout()).isEqualTo(7);
    assertThat(tokens.getConnectTimeout()).isEqualTo(3);
    assertThat(tokens.getTcpKeepAlive()).isTrue();
    assertThat(tokens(GOOD, ours).getSocketTimeout()).isEqualTo(30);
  }

  private PostgresTokens tokens(String url) {
    return tokens(url, new Properties());
  }

  private PostgresTokens tokens(String url, Properties ours) {
    return new PostgresTokens(url, "worker", login(new Good()), ours);
  }

  private record Good() implements Predicate<String> {
    @Override
    public boolean test(String host) {
      return host.equals("good.example");
    }

    @Override
    public String toString() {
      return "good.example";
    }
  }

  /** Null for none. */
  private static void connect(Path certificate) throws SQLException {
    String key =
        certificate == null
            ? ""
            : "&sslkey=" + certificate + "&sslpassword=" + TokenAuthority.STORE_PASSWORD;
    DriverManager.getConnection(url("localhost", trusted) + key, TokenPostgres.CERTIFIED, "token-1")
        .close();
  }

  private PostgresStore store(String host, Path trust, String user) {
    return new PostgresStore(url(host, trust), user, login(any -> true));
  }

  private static String url(String host, Path trust) {
    return postgres.url(host) + "?sslmode=verify-full&sslrootcert=" + trust;
  }

  private TokenLogin login(Predicate<String> hosts) {
    return new TokenLogin(
        () -> {
          asked++;
          return token;
        },
        hosts);
  }

  private static long one(Database database) {
    return database.read(sql -> sql.number("SELECT 1 AS n").orElseThrow());
  }
}
