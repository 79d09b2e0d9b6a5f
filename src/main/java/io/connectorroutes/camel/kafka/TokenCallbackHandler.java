package io.connectorroutes.camel.kafka;

import com.azure.core.credential.AccessToken;
import io.connectorroutes.identity.NoTokenForServiceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Gives Kafka's client a token, at first and again before that ends. Public, as Kafka makes it. */
public final class TokenCallbackHandler implements AuthenticateCallbackHandler {
  /** There once it is configured. */
  private KafkaTokens tokens;

  @Override
  public void configure(
      Map<String, ?> client, String mechanism, List<AppConfigurationEntry> entries) {
    tokens = KafkaTokens.of(client);
  }

  /** Answers what it knows; there are no extensions. */
  @Override
  public void handle(Callback[] callbacks) throws IOException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback asked) {
        asked.token(new BearerToken(token()));
      }
    }
  }

  private AccessToken token() throws IOException {
    try {
      return tokens.token().get();
    } catch (NoTokenForServiceException e) {
      throw new IOException(e.getMessage());
    }
  }

  @Override
  public void close() {
    // The tokens are not of its own.
  }
}
