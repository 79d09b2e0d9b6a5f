package io.connectorroutes.failure;

import net.bytebuddy.asm.Advice;

/** Woven in before a method. */
final class HoldBefore {
  private HoldBefore() {}

  @Advice.OnMethodEnter
  static void enter(@Point String point) {
    Holds.at(point);
  }
}
