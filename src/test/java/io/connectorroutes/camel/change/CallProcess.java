package io.connectorroutes.camel.change;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;

/**
 * An application in a JVM of its own, that calls: a file of its properties, then a file for each
 * change. It prints what comes of each, and what its exchange holds then.
 */
final class CallProcess {
  private CallProcess() {}

  public static void main(String[] files) throws Exception {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(Path.of(files[0]))) {
      properties.load(in);
    }
    Main main = new Main();
    main.setInitialProperties(properties);
    main.configure().withTracing(true).withMessageHistory(true);
    main.start();
    CamelContext context = main.getCamelContext();
    for (int i = 1; i < files.length; i++) {
      String change = Files.readString(Path.of(files[i]));
      Exchange exchange =
          context
              .createFluentProducerTemplate()
              .to("connector-change:call")
              .withBody(change)
              .request(Exchange.class);
      Exception failure = exchange.getException();
      // A body that could not be sent is the application's own and stays.
      Object body = failure == null ? exchange.getMessage().getBody() : failure;
      System.out.println(
          body + " " + exchange.getMessage().getHeaders() + " " + exchange.getAllProperties());
      if (failure != null) {
        failure.printStackTrace(System.out);
      }
    }
    main.stop();
  }
}
