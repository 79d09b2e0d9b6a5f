package io.connectorroutes.graph;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Asks for a token by each of some kinds of credentials, as the environment of its process has it,
 * and prints a line for each: the kind, and the token or what was wrong.
 */
final class TokenProcess {
  private static final String ACCOUNT = "t/c";

  private TokenProcess() {}

  /**
   * Asks and prints.
   *
   * @param arguments the authority, tenant id and client id, an empty one for none; then the kinds
   */
  public static void main(String[] arguments) {
    Cloud cloud = Cloud.custom(URI.create("https://graph.example"), URI.create(arguments[0]));
    Stream.of(arguments)
        .skip(3)
        .map(CredentialKind::of)
        .forEach(
            kind -> {
              CredentialSettings settings =
                  new CredentialSettings(
                      kind,
                      given(arguments[1]),
                      given(arguments[2]),
                      null,
                      null,
                      null,
                      null,
                      "graph.",
                      null);
              TokenSource tokens =
                  new TokenSource(
                      cloud,
                      Map.of(ACCOUNT, settings),
                      TokenSource.httpClient(),
                      Clock.systemUTC());
              System.out.println("> " + kind.wireName() + ": " + result(tokens));
            });
    System.exit(0);
  }

  private static String given(String argument) {
    return argument.isEmpty() ? null : argument;
  }

  private static String result(TokenSource tokens) {
    try {
      return tokens.token(ACCOUNT).orElseThrow();
    } catch (TokenUnavailableException e) {
      return e.getMessage();
    }
  }
}
