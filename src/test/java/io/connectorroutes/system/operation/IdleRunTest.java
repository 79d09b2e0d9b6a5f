package io.connectorroutes.system.operation;

import io.connectorroutes.ledger.Workers;
import io.connectorroutes.testing.TestSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that has nothing to do. */
class IdleRunTest {
  /** Far less than the minutes after which the alert ConnectorRoutesLedgerAway goes off. */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @Test
  void itCommitsAgainAndAgainSoThatItIsNotTakenForOneWhoseLedgerIsAway(@TempDir Path home)
      throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      AtomicInteger commits = new AtomicInteger();
      system.application().ledger().onTransaction(taken -> commits.incrementAndGet());
      Duration twoBeats = Workers.BEAT.multipliedBy(2);
      for (int i = 0; i < 2; i++) {
        int before = commits.get();
        Awaitility.await()
            .pollDelay(twoBeats)
            .atMost(TIMEOUT)
            .until(commits::get, count -> count > before);
      }
    }
  }
}
