package io.connectorroutes.testing;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Recorder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Halts the process in the middle of taking something in. */
public final class HaltingLedger {
  /** The first ones go through, so that work of every kind is under way at the halt. */
  private static final int LET_THROUGH = 2;

  private static final Set<String> RECORDING = Set.of("record", "recordMessage");

  private HaltingLedger() {}

  /** When the process is halted. */
  public enum Moment {
    /** It runs on. */
    NEVER,
    /** What is taken in is not recorded. */
    BEFORE_THE_COMMIT,
    AFTER_THE_COMMIT
  }

  /** A ledger that does so when it is asked to record. */
  public static Ledger around(Ledger ledger, Moment halt) {
    if (halt == Moment.NEVER) {
      return ledger;
    }
    Recorder recorder = recorder(ledger.recorder(), halt);
    return proxy(
        Ledger.class,
        (method, arguments) ->
            method.getName().equals("recorder") ? recorder : call(ledger, method, arguments));
  }

  private static Recorder recorder(Recorder recorder, Moment halt) {
    AtomicInteger recorded = new AtomicInteger();
    return proxy(
        Recorder.class,
        (method, arguments) -> {
          boolean last =
              RECORDING.contains(method.getName()) && recorded.incrementAndGet() > LET_THROUGH;
          if (last && halt == Moment.BEFORE_THE_COMMIT) {
            Runtime.getRuntime().halt(ProductProcess.HALTED);
          }
          Object result = call(recorder, method, arguments);
          if (last) {
            Runtime.getRuntime().halt(ProductProcess.HALTED);
          }
          return result;
        });
  }

  private interface Call {
    Object make(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.make(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
