package io.connectorroutes.camel.kafka;

import io.connectorroutes.identity.ServiceToken;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/**
 * Tokens for Kafka's clients, and which hosts may have them. Kafka makes the classes that it is
 * told of by their names; they find this among their client's settings.
 *
 * @param token for each login
 * @param hosts those that may be given one
 */
record KafkaTokens(ServiceToken token, Predicate<String> hosts) {
  static final String SETTING = "connector-routes.tokens";

  /** Lets the clients of a component log in so. */
  void applyTo(KafkaConfiguration configuration) {
    configuration.setSecurityProtocol(SecurityProtocol.SASL_SSL.name);
    configuration.setSaslMechanism(OAuthBearerLoginModule.OAUTHBEARER_MECHANISM);
    // Clients of equal settings share a login: this one is for those of this context alone.
    configuration.setSaslJaasConfig(
        "%s required connectorRoutes=\"%s\";"
            .formatted(OAuthBearerLoginModule.class.getName(), UUID.randomUUID()));
    Map<String, Object> more = new HashMap<>(configuration.getAdditionalProperties());
    more.put(SETTING, this);
    more.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenCallbackHandler.class);
    more.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KnownHostsSslEngineFactory.class);
    configuration.setAdditionalProperties(more);
  }

  /**
   * Those of a client.
   *
   * @throws IllegalStateException where it would let a token go in clear, or to any host
   */
  static KafkaTokens of(Map<String, ?> client) {
    if (!(client.get(SETTING) instanceof KafkaTokens tokens)
        || !SecurityProtocol.SASL_SSL.name.equals(
            client.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
        || client.get(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG)
            != KnownHostsSslEngineFactory.class) {
      throw new IllegalStateException(
          "kafka.credential=entra takes no other securityProtocol than SASL_SSL, and no other"
              + " ssl.engine.factory.class: remove them");
    }
    return tokens;
  }
}
