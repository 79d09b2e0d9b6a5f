package io.connectorroutes.sandbox;

import io.connectorroutes.testing.SettableClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** A sandbox for each test, and a caller to it. */
abstract class SandboxTest {
  protected final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
  protected Sandbox sandbox;
  protected GraphCaller graph;

  protected void start(SandboxOptions.Builder options) {
    sandbox = Sandbox.start(options.build());
    graph = new GraphCaller(sandbox);
  }

  protected JournalEntry lastEntry() {
    return sandbox.journal().get(sandbox.journal().size() - 1);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }
}
