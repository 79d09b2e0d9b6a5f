package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs Microsoft's SDK in its own process, see {@link SdkContender}. */
final class Sdk {
  private Sdk() {}

  /** Does the task against that stand-in. */
  static Measured run(Graph graph, SdkTask task) throws IOException {
    List<String> options = new ArrayList<>(graph.trustOptions());
    options.add("-Xmx512m");
    try (Jvm jvm =
        Jvm.start(options, SdkContender.class, new ObjectMapper().writeValueAsString(task))) {
      jvm.line();
      Duration before = jvm.cpu();
      Instant start = Instant.now();
      jvm.tell("");
      jvm.line();
      return new Measured(start, Instant.now(), jvm.cpu().minus(before));
    }
  }
}
