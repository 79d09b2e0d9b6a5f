package io.connectorroutes.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT: the first one ends the process in good order, the second one at once. By
 * itself a JVM takes no notice of the second.
 *
 * <p>Java has no supported way to see a signal; {@code sun.misc.Signal} is called by reflection, so
 * that nothing is compiled against it. Where it is not there, the first signal works all the same.
 */
final class Signals {
  private static final List<String> NAMES = List.of("TERM", "INT");

  private final AtomicBoolean asked = new AtomicBoolean();
  private final IntConsumer exit;
  private final IntConsumer halt;

  /**
   * Handles nothing yet.
   *
   * @param exit ends the process in good order; does not return
   * @param halt ends the process at once
   */
  Signals(IntConsumer exit, IntConsumer halt) {
    this.exit = exit;
    this.halt = halt;
  }

  /** From now on this handles the signals. */
  void handle() {
    for (String name : NAMES) {
      try {
        handle(name);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // The JVM's own handler stays: it knows the first signal.
        return;
      }
    }
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object ours =
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("handle")) {
                return method.invoke(this, arguments);
              }
              received();
              return null;
            });
    try {
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (InvocationTargetException e) {
      // Such as: the JVM was started without signal handling.
      throw new ReflectiveOperationException(e);
    }
  }

  /** Called on a thread of its own for each signal. */
  void received() {
    if (asked.compareAndSet(false, true)) {
      exit.accept(ProcessStop.CUT_SHORT);
    } else {
      halt.accept(ProcessStop.CUT_SHORT);
    }
  }
}
