package io.connectorroutes.camel.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TokenBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Against Artemis behind TLS, which takes tokens as Azure Service Bus does. */
class TokenConnectionFactoryTest {
  @TempDir static Path folder;

  private static Path keys;
  private static Path nameless;
  private static Path client;
  private static Path stranger;
  private static TokenBroker broker;

  private volatile String token = "token-1";

  @BeforeAll
  static void start() throws Exception {
    client = TokenAuthority.keyStore(folder, "client");
    stranger = TokenAuthority.keyStore(folder, "stranger");
    keys = TokenAuthority.keyStore(folder, "authority");
    nameless = TokenAuthority.keyStore(folder, "nameless", Identity.rsa(2048));
    broker = TokenBroker.start(keys, client, nameless);
    broker.takes("token-1");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void forget() {
    broker.seen().clear();
  }

  @Test
  void eachConnectionLogsInWithTheTokenOfItsTime() throws Exception {
    broker.takes("token-2");
    token = "token-2";
    CompletableFuture<JMSException> ended = new CompletableFuture<>();
    try (Connection first = connect(broker.url(keys))) {
      first.setExceptionListener(ended::complete);
      first.start();

      assertThat(broker.ends("token-2")).isEqualTo(1);
      assertThat(ended.get(2, TimeUnit.MINUTES)).isNotNull();
    }
    assertThatThrownBy(() -> connect(broker.url(keys)))
        .isInstanceOf(JMSSecurityException.class)
        .hasMessageNotContaining("token-2");

    token = "token-1";
    connect(broker.url(keys)).close();
    assertThat(broker.seen()).containsSubsequence("token-2", "token-2", "token-1");
  }

  @Test
  void aBrokerOfAnotherCertificateGetsNoToken() {
    assertThatThrownBy(() -> connect(broker.url(stranger)))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("PKIX path");
    assertThat(broker.seen()).isEmpty();
  }

  @Test
  void aBrokerOfAnotherNameGetsNoToken() {
    assertThatThrownBy(() -> connect(broker.nameless(nameless)))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("No name matching localhost found");
    assertThat(broker.seen()).isEmpty();
  }

  @Test
  void whyThereIsNoTokenIsSaid() {
    TokenCredential none = context -> Mono.error(new IllegalStateException("x"));

    assertThatThrownBy(
            () ->
                QueueConnections.to(broker.url(keys), new ServiceToken(none, "scope"))
                    .factory()
                    .createConnection())
        .isInstanceOf(JMSSecurityException.class)
        .hasMessage("no token for scope: asking for it failed (IllegalStateException)");
    assertThat(broker.seen()).isEmpty();
  }

  @Test
  void whoeverAsksForAClientCertificateIsShownTheOneOfTheUrl() throws Exception {
    connect(broker.certified(showing(client))).close();
    assertThat(broker.seen()).containsOnly("token-1");
    broker.seen().clear();

    assertThatThrownBy(() -> connect(broker.certified(showing(stranger))))
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> connect(broker.certified(""))).isInstanceOf(JMSException.class);
    assertThat(broker.seen()).isEmpty();
  }

  private static String showing(Path store) {
    return "&transport.keyStoreLocation=%s&transport.keyStorePassword=%s"
        .formatted(store, TokenAuthority.STORE_PASSWORD);
  }

  private Connection connect(URI url) throws JMSException {
    TokenCredential credential =
        context ->
            Mono.just(new AccessToken(token, OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    Connection connection =
        QueueConnections.to(url, new ServiceToken(credential, "scope"))
            .factory()
            .createConnection();
    connection.createSession(Session.AUTO_ACKNOWLEDGE).close();
    return connection;
  }
}
