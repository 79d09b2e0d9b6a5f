package io.connectorroutes.identity;

import com.azure.core.credential.TokenRequestContext;
import io.connectorroutes.graph.TokenSource;
import java.net.URI;
import java.time.Clock;

/** Asks twice for a token as who its process is, and prints each, or what was wrong. */
final class IdentityProcess {
  private IdentityProcess() {}

  /**
   * Asks and prints.
   *
   * @param arguments the authority, and the client id, an empty one for none
   */
  public static void main(String[] arguments) {
    try (ProcessIdentity identity =
        new ProcessIdentity(
            URI.create(arguments[0]),
            true,
            arguments[1].isEmpty() ? null : arguments[1],
            TokenSource.httpClient(),
            Clock.systemUTC())) {
      for (int i = 0; i < 2; i++) {
        System.out.println("> " + token(identity));
      }
    }
    System.exit(0);
  }

  private static String token(ProcessIdentity identity) {
    try {
      return identity
          .credential()
          .getTokenSync(new TokenRequestContext().addScopes("https://service.example/.default"))
          .getToken();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }
}
