package io.connectorroutes.testing;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/**
 * An application with the routes in its CamelContext, in a JVM of its own whose class path is the
 * application's and no more. Nothing here may need a library of tests.
 */
public final class OtherApplication {
  private OtherApplication() {}

  /**
   * Starts, prints "started" or the one line that it was refused with, and then calls Graph with
   * each line of its standard input, and prints what becomes of that. Ends when its input does.
   *
   * @param arguments keys of ours as KEY=VALUE
   */
  public static void main(String[] arguments) throws Exception {
    try (HostApplication host = new HostApplication().keys(arguments)) {
      host.start();
      System.out.println("started");
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String change = in.readLine(); change != null; change = in.readLine()) {
        Exchange exchange = host.request("connector-change:call", change);
        Exception failure = exchange.getException();
        System.out.println(
            failure == null ? exchange.getMessage().getBody() : failure.getMessage());
      }
    } catch (RuntimeException e) {
      System.out.println(lineOf(e));
    }
    System.exit(0);
  }

  /** Of the innermost: Camel puts what ends a start into exceptions of its own. */
  private static String lineOf(Throwable failure) {
    return failure.getCause() == null ? failure.getMessage() : lineOf(failure.getCause());
  }
}
