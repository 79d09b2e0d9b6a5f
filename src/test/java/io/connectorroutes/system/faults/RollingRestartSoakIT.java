package io.connectorroutes.system.faults;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link RollingRestartTest} for longer. */
@Timeout(1_200)
class RollingRestartSoakIT {
  private static final int RESTARTS = 50;

  @TempDir private Path folder;

  @Test
  void noTenantIsLeftWaitingForALease() throws Exception {
    try (RollingRestarts workers = RollingRestarts.in(folder)) {
      workers.restart(RESTARTS);
      workers.awaitApplied();
    }
  }
}
