package io.connectorroutes.testing;

import net.bytebuddy.asm.Advice;

/** Woven before a method of the product: throws what is planned for the change at hand. */
final class ThrowBefore {
  private ThrowBefore() {}

  @Advice.OnMethodEnter
  static void enter(
      @Advice.Origin("#t.#m") String method, @Advice.AllArguments Object[] arguments) {
    ThrownFaults.at(method, arguments);
  }
}
