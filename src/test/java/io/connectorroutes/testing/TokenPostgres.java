package io.connectorroutes.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL behind TLS, as Azure has it: a role logs in with whatever is its password just now.
 * Another one shows a client certificate besides.
 */
public final class TokenPostgres implements AutoCloseable {
  /** The role that logs in with a token, by TLS alone. */
  public static final String WORKER = "worker";

  /** The same with a client certificate. */
  public static final String CERTIFIED = "certified";

  private static final String LOGINS =
      """
      host all postgres 127.0.0.1/32 trust
      hostssl all worker 127.0.0.1/32 password
      hostssl all certified 127.0.0.1/32 password clientcert=verify-ca
      """;

  private final EmbeddedPostgres server;

  private TokenPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param keys a file of {@link TokenAuthority#keyStore}
   * @param clients the certificates that clients may show, in PEM
   */
  public static TokenPostgres start(Path folder, Path keys, Path clients)
      throws IOException, GeneralSecurityException, SQLException {
    Path logins = Files.writeString(folder.resolve("pg_hba.conf"), LOGINS);
    Path pem = Files.writeString(folder.resolve("server.pem"), TokenAuthority.pem(keys));
    Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-------"));
    TokenPostgres postgres =
        new TokenPostgres(
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("hba_file", logins.toString())
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", pem.toString())
                .setServerConfig("ssl_key_file", pem.toString())
                .setServerConfig("ssl_ca_file", clients.toString())
                .start());
    postgres.execute("CREATE ROLE worker LOGIN", "CREATE ROLE certified LOGIN");
    postgres.execute(
        "GRANT CREATE ON DATABASE postgres TO worker", "GRANT ALL ON SCHEMA public TO worker");
    return postgres;
  }

  /** The URL of its database by a name of this machine, with nothing about TLS. */
  public String url(String host) {
    return "jdbc:postgresql://" + host + ":" + server.getPort() + "/postgres";
  }

  /** From now on both roles log in with that one alone. */
  public void takes(String token) throws SQLException {
    execute(
        "ALTER ROLE worker PASSWORD '" + token + "'",
        "ALTER ROLE certified PASSWORD '" + token + "'");
  }

  /** Cuts the connections of the roles. */
  public void cutConnections() throws SQLException {
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'worker'");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
