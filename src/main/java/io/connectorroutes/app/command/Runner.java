package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * What the commands that move changes do; each returns an exit status of {@link ExitStatus}, and
 * throws what {@link ErrorLines} turns into a line.
 */
public interface Runner {
  /** Runs the routes until the process is asked to stop, then finishes what is in flight. */
  int run(Configuration configuration) throws Exception;

  /**
   * Records the files and delivers what is due until their jobs are complete.
   *
   * @param files absolute; each was readable and of a known format a moment ago
   * @param json whether one JSON document is printed at the end instead of text
   */
  int importFiles(Configuration configuration, List<Path> files, boolean json) throws Exception;

  /** Shows the whole way on the shipped samples, against a sandbox and a broker of its own. */
  int demo(DemoOptions options) throws Exception;

  /**
   * How the demo was called.
   *
   * @param home where it is to leave its files; null where not given
   * @param properties each KEY=VALUE, to win over the demo's own
   * @param json whether one JSON document is printed at the end instead of text
   */
  record DemoOptions(Path home, List<String> properties, boolean json) {
    @Override
    public String toString() {
      return "DemoOptions[" + home + "]";
    }
  }
}
