package io.connectorroutes.camel.kafka;

import com.azure.core.credential.AccessToken;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;

/** A token as Kafka's client takes it; {@code toString} does not show it. */
final class BearerToken implements OAuthBearerToken {
  private final AccessToken token;

  BearerToken(AccessToken token) {
    this.token = token;
  }

  @Override
  public String value() {
    return token.getToken();
  }

  @Override
  public Set<String> scope() {
    return Set.of();
  }

  @Override
  public long lifetimeMs() {
    return token.getExpiresAt().toInstant().toEpochMilli();
  }

  /** Says nothing: who it is for stands in the token. */
  @Override
  public String principalName() {
    return "";
  }

  /** Not known: Kafka takes the time of its login. */
  @Override
  public Long startTimeMs() {
    return null;
  }

  @Override
  public String toString() {
    return "BearerToken[until " + token.getExpiresAt() + "]";
  }
}
