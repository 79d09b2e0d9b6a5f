package io.connectorroutes.camel.kafka;

import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS to known hosts alone: brokers say where they and the others are, and what they say must not
 * lead a token elsewhere. The certificate has to name the host, whatever is configured. Public, as
 * Kafka makes it.
 */
public final class KnownHostsSslEngineFactory extends DefaultSslEngineFactory {
  private static final String HOST_IS_VERIFIED = "https";

  /** There once it is configured. */
  private KafkaTokens tokens;

  @Override
  public void configure(Map<String, ?> client) {
    tokens = KafkaTokens.of(client);
    super.configure(client);
  }

  /** Before anything is sent. */
  @Override
  public SSLEngine createClientSslEngine(String host, int port, String verification) {
    if (!tokens.hosts().test(host)) {
      throw new SslAuthenticationException(
          "the brokers name "
              + host
              + ", which is given no token: kafka.credential=entra is for a host "
              + tokens.hosts());
    }
    return super.createClientSslEngine(host, port, HOST_IS_VERIFIED);
  }
}
