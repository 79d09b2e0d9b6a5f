package io.connectorroutes.bench;

import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One change after the other, submitted from a route of another application to a ledger in SQLite,
 * until its exchange goes on: recorded alone, and while they are delivered to a sandbox in the same
 * process. The peer: the same texts, each inserted and committed by itself with the same care for
 * the disk, not checked and not encrypted.
 */
final class SubmitBenchmark implements Benchmark {
  private static final int WARM_UP = 1_000;
  private static final int CHANGES = 1_000;
  private static final String CHANGE =
      "{\"changeId\":\"submitted-%1$d\",\"operation\":\"apiConnector.create\",\"properties\":{\"displayName\":\"connector"
          + " %1$d\",\"targetUrl\":\"https://api.example/%1$d\","
          + "\"authenticationConfiguration\":{\"@odata.type\":"
          + "\"#microsoft.graph.basicAuthentication\",\"username\":\"user\",\"password\":\"p-%1$d\"}}}";

  /** Takes one change in. */
  private interface Taker {
    void take(String change) throws Exception;
  }

  @Override
  public List<Table> run(Path folder) throws Exception {
    Table table =
        new Table(
            "Submit: one after the other from a route, SQLite", "", "changes", "p50 ms", "p99 ms");
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("raw.db"))) {
      row(table, "insert and commit", inserts(connection));
    }
    submits(table, "submit", folder.resolve("recorded"), false);
    submits(table, "submit, delivered meanwhile", folder.resolve("delivered"), true);
    return List.of(table);
  }

  private static void row(Table table, String name, Taker taker) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int number = 0; number < WARM_UP + CHANGES; number++) {
      String change = CHANGE.formatted(number);
      long start = System.nanoTime();
      taker.take(change);
      if (number >= WARM_UP) {
        millis.add((System.nanoTime() - start) / 1e6);
      }
    }
    Percentiles percentiles = Percentiles.of(millis);
    table.row(name, CHANGES, percentiles.at(50), percentiles.at(99));
  }

  private static Taker inserts(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE line (seq INTEGER PRIMARY KEY, text BLOB NOT NULL)");
    }
    PreparedStatement insert = connection.prepareStatement("INSERT INTO line (text) VALUES (?)");
    return change -> {
      insert.setBytes(1, change.getBytes(StandardCharsets.UTF_8));
      insert.executeUpdate();
    };
  }

  private static void submits(Table table, String name, Path home, boolean isDelivered)
      throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        DefaultCamelContext context = new DefaultCamelContext()) {
      EmbeddedRoutes.bindTo(
          context,
          new ConfigurationReader(null, Map.of(), Externals::keyVault)
              .of(home, settings(sandbox, isDelivered), "the benchmark"),
          Mode.RUN,
          Externals.standard());
      context.addRoutes(
          context
              .getRegistry()
              .lookupByNameAndType("connector-routes-routes", RoutesBuilder.class));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:in").to("connector-change:submit");
            }
          });
      context.start();
      ProducerTemplate template = context.createProducerTemplate();
      row(table, name, change -> submit(template, change));
      context.stop();
    }
  }

  private static void submit(ProducerTemplate template, String change) throws Exception {
    Exchange exchange = template.request("direct:in", e -> e.getMessage().setBody(change));
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
  }

  private static Map<String, String> settings(Sandbox sandbox, boolean isDelivered) {
    return new TreeMap<>(
        Map.of(
            "graph.cloud",
            "custom",
            "graph.endpoint",
            sandbox.root().toString(),
            "graph.credential",
            "none",
            "graph.budget",
            "none",
            "delivery.enabled",
            String.valueOf(isDelivered)));
  }
}
