package io.connectorroutes.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/** Which tokens Kafka's brokers of this process take; made by them. */
public final class KafkaTokenCheck implements AuthenticateCallbackHandler {
  /** Until when a token is good, in milliseconds since 1970. */
  static final Map<String, Long> GOOD = new ConcurrentHashMap<>();

  /** The tokens of all tries to log in. */
  static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private record Token(String value, long lifetimeMs) implements OAuthBearerToken {
    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public String principalName() {
      return "process";
    }

    @Override
    public Long startTimeMs() {
      return null;
    }
  }

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
    // There is nothing to say.
  }

  @Override
  public void handle(Callback[] callbacks) {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerValidatorCallback asked) {
        SEEN.add(asked.tokenValue());
        Long end = GOOD.get(asked.tokenValue());
        if (end == null || end < System.currentTimeMillis()) {
          asked.error("invalid_token", null, null);
        } else {
          asked.token(new Token(asked.tokenValue(), end));
        }
      }
    }
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
