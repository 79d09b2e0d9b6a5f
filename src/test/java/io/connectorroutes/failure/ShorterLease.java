package io.connectorroutes.failure;

import java.time.Duration;
import net.bytebuddy.asm.Advice;

/** Woven into the settings, so that a lease runs out within a test's time. */
final class ShorterLease {
  private ShorterLease() {}

  @Advice.OnMethodExit
  @SuppressWarnings("UnusedVariable") // assigning it is what changes the method's result
  static void exit(@Advice.Return(readOnly = false) Duration lease) {
    lease = Holds.lease(lease);
  }
}
