package host;

import org.apache.camel.main.Main;

/**
 * A Camel Main application with a route of its own; its configuration is application.properties.
 */
public final class Host {
  private Host() {}

  public static void main(String[] arguments) throws Exception {
    new Main(Host.class).run(arguments);
  }
}
