package io.connectorroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recording of files: a million rows, the same killed at half, and many small files. */
final class FilesBenchmark implements Benchmark {
  private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
  private static final int SMALL_FILES = Integer.getInteger("bench.files", 10_000);
  private static final String NOWHERE = "http://127.0.0.1:9/";
  private static final String RECORDED =
      "SELECT COUNT(*) FROM job WHERE file_name IS NOT NULL AND state <> 'recording'";

  private static final String NOT_ENQUEUED = "SELECT COUNT(*) FROM accepted";

  private static final String INTACT =
      "SELECT COUNT(DISTINCT change_id) FROM change WHERE state = 'recorded'";
  private static final String ALL = "SELECT COUNT(*) FROM change";

  @Override
  public List<Table> run(Path folder) throws Exception {
    Table large =
        new Table(
            "A file of %,d rows recorded, heap of 256 MB".formatted(ROWS),
            "file",
            "MB",
            "dropped to recorded, s",
            "rows/s",
            "CPU s",
            "peak resident MB",
            "enqueued after further s");
    large(large, folder, "rows.jsonl", false);
    large(large, folder, "rows.csv", false);
    large(large, folder, "killed.jsonl", true);
    peer(large, folder);
    return List.of(large, small(folder));
  }

  private static void large(Table table, Path folder, String name, boolean killed)
      throws Exception {
    Path file = folder.resolve(name);
    if (name.endsWith(".csv")) {
      SampleFile.csv(file, name, ROWS);
    } else {
      SampleFile.jsonLines(file, name, ROWS);
    }
    long size = Files.size(file);
    Path home = folder.resolve("home-" + name);
    Packaged product = Packaged.run(home, "-Xmx256m", NOWHERE);
    try {
      product.await(RECORDED, 0);
      long start = System.nanoTime();
      product.drop(file, name);
      if (killed) {
        product.await("SELECT row_count >= " + ROWS / 2 + " FROM job", 1);
        product.kill();
        start = System.nanoTime();
        product = Packaged.run(home, "-Xmx256m", NOWHERE);
      }
      long recorded = product.await(RECORDED, 1);
      double cpu = product.cpu().toMillis() / 1e3;
      long peak = product.peakMegabytes();
      long enqueued = product.await(NOT_ENQUEUED, 0);
      requireIntact(product, ROWS);
      double seconds = (recorded - start) / 1e9;
      table.row(
          killed ? name + ": killed at half, from the next start on" : name,
          size / 1e6,
          seconds,
          (killed ? ROWS / 2 : ROWS) / seconds,
          cpu,
          peak,
          (enqueued - recorded) / 1e9);
    } finally {
      product.close();
      delete(home);
    }
  }

  private static void requireIntact(Packaged product, int rows) {
    if (product.number(INTACT) != rows || product.number(ALL) != rows) {
      throw new IllegalStateException(
          product.number(INTACT) + " of " + rows + " rows, " + product.number(ALL) + " recorded");
    }
  }

  private static void peer(Table table, Path folder) throws Exception {
    Path file = SampleFile.jsonLines(folder.resolve("peer.jsonl"), "peer", ROWS);
    Path database = folder.resolve("peer.db");
    double seconds = RawInserts.seconds(file, database);
    table.row(
        "peer: lines inserted raw", Files.size(file) / 1e6, seconds, ROWS / seconds, "", "", "");
    Files.delete(file);
    Files.delete(database);
  }

  private static Table small(Path folder) throws Exception {
    Path home = folder.resolve("home-small");
    Path prepared = Files.createDirectories(folder.resolve("small"));
    for (int i = 1; i <= SMALL_FILES; i++) {
      SampleFile.jsonLines(prepared.resolve(i + ".jsonl"), "small-" + i, 1);
    }
    try (Packaged product = Packaged.run(home, "-Xmx256m", NOWHERE)) {
      product.await(RECORDED, 0);
      long start = System.nanoTime();
      for (int i = 1; i <= SMALL_FILES; i++) {
        product.drop(prepared.resolve(i + ".jsonl"), i + ".jsonl");
      }
      long recorded = product.await(RECORDED, SMALL_FILES);
      product.await(NOT_ENQUEUED, 0);
      requireIntact(product, SMALL_FILES);
      double seconds = (recorded - start) / 1e9;
      return new Table(
              "%,d files of one row".formatted(SMALL_FILES),
              "dropped to recorded, s",
              "files/s",
              "peak resident MB")
          .row(seconds, SMALL_FILES / seconds, product.peakMegabytes());
    } finally {
      delete(home);
    }
  }

  /** At once, since such a home takes a gigabyte. */
  private static void delete(Path folder) throws IOException {
    new Folder(folder).close();
  }
}
