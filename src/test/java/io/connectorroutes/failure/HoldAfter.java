package io.connectorroutes.failure;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Woven in after a method. */
final class HoldAfter {
  private HoldAfter() {}

  @Advice.OnMethodExit
  static void exit(
      @Point String point, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned) {
    Holds.at(point, returned);
  }
}
