package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * Asks for tokens as the environment of its process has it: for each line of its input, a kind of
 * credential, a tenant id and a client id ({@code -} for none), a line with the token, or what was
 * wrong.
 */
final class TokenProcess {
  /** What its lines begin with. */
  static final String ANSWER = "> ";

  private static final String ACCOUNT = "t/c";
  private static final String NONE = "-";

  private TokenProcess() {}

  /**
   * Asks and prints.
   *
   * @param arguments the authority
   */
  public static void main(String[] arguments) throws IOException {
    Cloud cloud = Cloud.custom(URI.create("https://graph.example"), URI.create(arguments[0]));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(ANSWER + result(cloud, line.split(" ", -1)));
    }
    System.exit(0);
  }

  private static String result(Cloud cloud, String[] asked) {
    CredentialSettings settings =
        new CredentialSettings(
            CredentialKind.of(asked[0]),
            given(asked[1]),
            given(asked[2]),
            null,
            null,
            null,
            null,
            "graph.",
            null);
    TokenSource tokens =
        new TokenSource(
            new TokenSettings(cloud, Duration.ofDays(1), Duration.ofDays(30)),
            Map.of(ACCOUNT, () -> settings),
            Map.of(),
            TokenSource.httpClient(),
            Clock.systemUTC());
    try {
      return tokens.token(ACCOUNT).orElseThrow();
    } catch (TokenUnavailableException e) {
      return e.getMessage()
          + e.retryAfter().map(wait -> " [" + wait.toSeconds() + " s]").orElse("")
          + (e.isFinal() ? " [final]" : "");
    }
  }

  private static String given(String argument) {
    return argument.equals(NONE) ? null : argument;
  }
}
