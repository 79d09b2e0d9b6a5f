package io.connectorroutes.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * Artemis behind TLS, logged in to as Azure Service Bus is: user {@code $jwt}, a token as the
 * password. It ends the connections of a token that has ended. It listens a second time, where
 * clients have to show a certificate, and a third time with a certificate that names no host.
 */
public final class TokenBroker implements AutoCloseable {
  private static final String USER = "$jwt";

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final Path keys;
  private final Logins logins = new Logins();

  private TokenBroker(Path keys, Path clients, Path nameless) throws Exception {
    this.keys = keys;
    String tls = "tcp://127.0.0.1:0?protocols=AMQP&sslEnabled=true";
    String own = tls + store("keyStore", keys);
    server.setConfiguration(
        new ConfigurationImpl()
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .setPersistenceEnabled(false)
            // What was good once need not be so again.
            .setAuthenticationCacheSize(0)
            .setAuthorizationCacheSize(0)
            .addAcceptorConfiguration("tokens", own)
            .addAcceptorConfiguration(
                "certified", own + "&needClientAuth=true" + store("trustStore", clients))
            .addAcceptorConfiguration("nameless", tls + store("keyStore", nameless)));
    server.setSecurityManager(logins);
    server.start();
  }

  private static String store(String kind, Path file) {
    return "&%1$sPath=%2$s&%1$sPassword=%3$s&%1$sType=PKCS12"
        .formatted(kind, file, TokenAuthority.STORE_PASSWORD);
  }

  /**
   * Starts a broker.
   *
   * @param keys its own, a file of {@link TokenAuthority#keyStore}
   * @param clients a file with the certificate that clients may show
   * @param nameless a file with a certificate that names no host
   */
  public static TokenBroker start(Path keys, Path clients, Path nameless) throws Exception {
    return new TokenBroker(keys, clients, nameless);
  }

  /** For {@code queue.url}, trusting Java's store. */
  public URI url() {
    return url("tokens", "");
  }

  /** The same, trusting the certificate of a file. */
  public URI url(Path trusted) {
    return url("tokens", trusting(trusted));
  }

  /** Where a client certificate has to be shown. */
  public URI certified(String options) {
    return url("certified", trusting(keys) + options);
  }

  /** Where the broker has the certificate that names no host, which is trusted. */
  public URI nameless(Path trusted) {
    return url("nameless", trusting(trusted));
  }

  private URI url(String acceptor, String options) {
    int port =
        server.getActiveMQServer().getRemotingService().getAcceptor(acceptor).getActualPort();
    return URI.create("amqps://localhost:" + port + options);
  }

  private static String trusting(Path store) {
    return "?transport.trustStoreLocation=%s&transport.trustStorePassword=%s"
        .formatted(store, TokenAuthority.STORE_PASSWORD);
  }

  /** From now on a token is good. */
  public void takes(String token) {
    logins.connections.putIfAbsent(token, ConcurrentHashMap.newKeySet());
  }

  /** A token ends, and with it the connections that were made with it; how many those were. */
  public int ends(String token) {
    Set<RemotingConnection> connections = logins.connections.remove(token);
    connections.forEach(RemotingConnection::destroy);
    return connections.size();
  }

  /** The tokens of all tries to log in, and to begin a session, in that order. */
  public List<String> seen() {
    return logins.seen;
  }

  /** How many messages a queue holds. */
  public long depth(String queue) {
    var located = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return located == null ? 0 : located.getMessageCount();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop in good order", e);
    }
  }

  private static final class Logins implements ActiveMQSecurityManager5 {
    private final Map<String, Set<RemotingConnection>> connections = new ConcurrentHashMap<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public Subject authenticate(
        String user, String password, RemotingConnection connection, String domain) {
      seen.add(String.valueOf(password));
      Set<RemotingConnection> of = password == null ? null : connections.get(password);
      if (!USER.equals(user) || of == null) {
        return null;
      }
      of.add(connection);
      Subject subject = new Subject();
      subject.getPrincipals().add(new UserPrincipal(user));
      return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
      return subject != null;
    }

    @Override
    public boolean validateUser(String user, String password) {
      return false;
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType check) {
      return false;
    }
  }
}
