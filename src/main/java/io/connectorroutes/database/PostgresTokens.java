package io.connectorroutes.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.NonValidatingFactory;
import org.postgresql.util.PSQLState;

/**
 * Connects to PostgreSQL by tokens, where the URL lets none go astray. (A pool's own provider of
 * credentials could not say that there is no token: it throws no exception that the pool expects.)
 */
final class PostgresTokens extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  private static final String KEY = "ledger.credential=entra ";

  private static final String WHO_IT_IS = "verify-full";

  /** What would send the token elsewhere, or past TLS. */
  private static final List<PGProperty> REFUSED =
      List.of(
          PGProperty.SSL_HOSTNAME_VERIFIER,
          PGProperty.GSS_ENC_MODE,
          PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME,
          PGProperty.SOCKET_FACTORY,
          PGProperty.SERVICE);

  private final String user;
  private final transient TokenLogin login;

  /**
   * Connects to that URL; nothing is connected yet.
   *
   * @param properties of the driver, where the URL does not say otherwise
   * @throws DatabaseException where the URL would let a token go astray; the message says what to
   *     mend
   */
  PostgresTokens(String url, String user, TokenLogin login, Properties properties) {
    this.user = user;
    this.login = login;
    // As the driver reads it: what it connects to is what is checked.
    Properties read = Driver.parseURL(url, null);
    require(read != null, "needs a ledger.url that the driver can read: mend it");
    check(read);
    if (!PGProperty.SSL_FACTORY.isPresent(read) && !PGProperty.SSL_ROOT_CERT.isPresent(read)) {
      setSslfactory(DefaultJavaSSLFactory.class.getName());
    }
    try {
      for (String name : properties.stringPropertyNames()) {
        // What is set before the URL would go before it.
        if (!read.containsKey(name)) {
          setProperty(name, properties.getProperty(name));
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException("a property of the driver is not known", e);
    }
    setUrl(url);
  }

  private void check(Properties read) {
    require(
        Stream.of(PGProperty.PG_HOST.getOrDefault(read).split(",", -1)).allMatch(login.hosts()),
        "needs another host in ledger.url: name one " + login.hosts());
    require(
        WHO_IT_IS.equals(PGProperty.SSL_MODE.getOrNull(read)),
        "needs TLS that looks who the server is: set sslmode=" + WHO_IT_IS + " in ledger.url");
    REFUSED.forEach(property -> require(!property.isPresent(read), refused(property)));
    require(
        !NonValidatingFactory.class.getName().equals(PGProperty.SSL_FACTORY.getOrNull(read)),
        refused(PGProperty.SSL_FACTORY));
  }

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(user, token());
  }

  private String token() throws SQLException {
    try {
      return login.token().get();
    } catch (RuntimeException e) {
      throw new SQLException(
          e.getMessage(), PSQLState.INVALID_AUTHORIZATION_SPECIFICATION.getState());
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new DatabaseException(KEY + otherwise);
    }
  }

  private static String refused(PGProperty property) {
    return "does not take " + property.getName() + " in ledger.url as it stands: remove it";
  }
}
