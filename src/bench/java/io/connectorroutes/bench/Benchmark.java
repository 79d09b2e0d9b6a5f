package io.connectorroutes.bench;

import java.nio.file.Path;
import java.util.List;

/** One benchmark. */
@FunctionalInterface
interface Benchmark {
  /**
   * Runs it.
   *
   * @param folder empty, for its files
   */
  List<Table> run(Path folder) throws Exception;
}
