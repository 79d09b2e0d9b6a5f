package io.connectorroutes.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests whose commands have a home and a sandbox, new for each test. */
abstract class SandboxedCommands {
  static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;
  Sandbox sandbox;

  /** In the folder. */
  Workplace work;

  private final SandboxOptions options;

  SandboxedCommands(SandboxOptions options) {
    this.options = options;
  }

  @BeforeEach
  void open() {
    sandbox = Sandbox.start(options);
    work = new Workplace(folder, sandbox.root());
  }

  @AfterEach
  void close() throws Exception {
    work.close();
    sandbox.close();
  }

  /** Requests by which something of the tenant was written. */
  long writes() {
    return sandbox.journal().stream()
        .filter(entry -> entry.applied() && !entry.path().endsWith("/$batch"))
        .count();
  }

  /** A field of each. */
  static List<String> texts(JsonNode rows, String field) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.path(field).asText())
        .toList();
  }
}
