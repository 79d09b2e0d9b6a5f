package io.connectorroutes.bench;

import io.connectorroutes.ledger.ClaimCost;
import io.connectorroutes.ledger.WaitCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What claiming and settling cost as settled rows pile up, and while many changes wait for one. */
final class ClaimBenchmark implements Benchmark {
  @Override
  public List<Table> run(Path folder) throws Exception {
    List<Table> tables = new ArrayList<>();
    String sqlite = "jdbc:sqlite:" + folder;
    tables.add(measure("SQLite", sqlite + "/ledger.db", sqlite + "/warm-up.db"));
    tables.add(waits("SQLite", sqlite + "/a.db " + sqlite + "/b.db " + sqlite + "/c.db"));
    try (Postgres postgres = Postgres.start()) {
      tables.add(measure("PostgreSQL", postgres.url(), postgres.create("warm_up"), Postgres.USER));
      String urls =
          String.join(" ", postgres.create("a"), postgres.create("b"), postgres.create("c"));
      tables.add(waits("PostgreSQL", urls, Postgres.USER));
    }
    return tables;
  }

  private static Table measure(String database, String... arguments) throws IOException {
    Table table =
        new Table(
            "Claim cost on " + database + ", 20 changes a claim",
            "ledger",
            "claim, median ms",
            "of 10³",
            "claim, p99 ms",
            "settle, median ms",
            "of 10³");
    Map<String, Double> first = new HashMap<>();
    eachLine(
        ClaimCost.class,
        arguments,
        cells -> {
          double claim = Double.parseDouble(cells[1]);
          double settle = Double.parseDouble(cells[3]);
          first.putIfAbsent("claim", claim);
          first.putIfAbsent("settle", settle);
          table.row(
              cells[0],
              claim,
              claim / first.get("claim"),
              Double.parseDouble(cells[2]),
              settle,
              settle / first.get("settle"));
        });
    return table;
  }

  private static Table waits(String database, String... arguments) throws IOException {
    Table table =
        new Table(
            "20,000 changes wait for one name on " + database + ", the longest of each in ms",
            "changes",
            "500 rows recorded",
            "claim",
            "settlement",
            "delivered",
            "in s");
    eachLine(
        WaitCost.class,
        arguments,
        cells ->
            table.row(
                cells[0],
                Double.valueOf(cells[2]),
                Double.valueOf(cells[3]),
                Double.valueOf(cells[4]),
                cells[1],
                Double.valueOf(cells[5])));
    return table;
  }

  /** Runs a measurement in a process of its own, which prints a line with cells for each row. */
  private static void eachLine(Class<?> main, String[] arguments, Consumer<String[]> row)
      throws IOException {
    try (Jvm jvm = Jvm.start(List.of("-Xmx512m"), main, arguments)) {
      for (String line = jvm.lineOrEnd(); line != null; line = jvm.lineOrEnd()) {
        row.accept(line.split(";", -1));
      }
    }
  }
}
