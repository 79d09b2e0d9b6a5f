package io.connectorroutes.system.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that share a ledger are restarted one after the other. */
class RollingRestartTest {
  private static final int RESTARTS = 10;

  @TempDir private Path folder;

  @Test
  void noTenantIsLeftWaitingForALease() throws Exception {
    try (RollingRestarts workers = RollingRestarts.in(folder)) {
      workers.restart(RESTARTS);
      workers.awaitApplied();
    }
  }
}
