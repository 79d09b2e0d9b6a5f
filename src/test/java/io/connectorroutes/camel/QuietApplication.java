package io.connectorroutes.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Another application in a process of its own, which sets its tenant and no more, or has the routes
 * off: prints the ports that the process listens on.
 */
final class QuietApplication {
  /** Listening, in the fourth column of the kernel's table. */
  private static final String LISTENS = "0A";

  private QuietApplication() {}

  public static void main(String[] enabled) throws Exception {
    Main main = new Main();
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setDefaultPropertyPlaceholderLocation("false");
    main.configure().withRoutesIncludePattern("false");
    main.addInitialProperty("connector-routes.enabled", enabled[0]);
    main.addInitialProperty("connector-routes.graph.tenant-id", "contoso.example");
    main.addInitialProperty("connector-routes.graph.client-id", "app");
    main.addInitialProperty("connector-routes.graph.client-secret", "secret");
    main.addInitialProperty("connector-routes.graph.credential", "client-secret");
    main.start();
    EmbeddedRoutes routes =
        main.getCamelContext()
            .getRegistry()
            .lookupByNameAndType(EmbeddedRoutes.NAME, EmbeddedRoutes.class);
    if (routes != null) {
      // As somebody who records changes does.
      routes.ledgerRoot();
    }
    listening().forEach(port -> System.out.println("listens on " + port));
    System.out.println("done");
    main.stop();
  }

  private static List<String> listening() throws IOException {
    List<String> own = sockets();
    List<String> ports = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/self/net", table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns[3].equals(LISTENS) && own.contains("socket:[" + columns[9] + "]")) {
          ports.add(columns[1]);
        }
      }
    }
    return ports;
  }

  private static List<String> sockets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.map(QuietApplication::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // Closed meanwhile.
      return "";
    }
  }
}
