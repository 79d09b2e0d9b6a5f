package io.connectorroutes.testing;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Recorder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger that takes nothing in for a while, at a test's word. */
public final class TroubledLedger {
  private volatile boolean away;
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private int faultAfter;
  private Runnable fault;
  private volatile boolean isHappening;
  private final CompletableFuture<Void> happened = new CompletableFuture<>();
  private Runnable beforeFinish = () -> {};

  /** The database does not answer until {@link #comeBack}. */
  public TroubledLedger goAway() {
    away = true;
    return this;
  }

  /** And answers again. */
  public void comeBack() {
    away = false;
  }

  /** The next one is refused, as by a full disk. */
  public TroubledLedger refuseOnce() {
    refusals.set(1);
    return this;
  }

  /** Something happens once: after that many messages are committed, before they are let go of. */
  public TroubledLedger after(int count, Runnable happens) {
    faultAfter = count;
    fault = happens;
    return this;
  }

  /** Done once what {@link #after} names has happened, and failed where it threw. */
  public CompletableFuture<Void> happened() {
    return happened;
  }

  /** How far it is with what {@link #after} names, for a test that waits for it in vain. */
  @Override
  public String toString() {
    return messages
        + " messages are committed, and the fault "
        + (happened.isDone()
            ? "is over"
            : isHappening ? "does not come to an end" : "has not begun");
  }

  /** Something happens before each file is finished, such as a wait. */
  public TroubledLedger beforeFinish(Runnable happens) {
    beforeFinish = happens;
    return this;
  }

  /** How many messages were committed. */
  public int messages() {
    return messages.get();
  }

  /** How often something was not taken. */
  public int troubles() {
    return asked.get();
  }

  /** The ledger in whose place it stands. */
  public Ledger around(Ledger ledger) {
    Recorder recorder = proxy(Recorder.class, ledger.recorder(), null);
    return proxy(Ledger.class, ledger, recorder);
  }

  private <T> T proxy(Class<T> type, T target, Recorder recorder) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                recorder != null && method.getName().equals("recorder")
                    ? recorder
                    : call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    if (target instanceof Recorder) {
      if (away) {
        asked.incrementAndGet();
        throw new DatabaseUnavailableException("away, as the test asks for", null);
      }
      if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
        asked.incrementAndGet();
        throw new DatabaseException("refused, as the test asks for", null);
      }
    }
    if (method.getName().equals("finish")) {
      beforeFinish.run();
    }
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (method.getName().equals("recordMessage") && messages.incrementAndGet() == faultAfter) {
      happen();
    }
    return result;
  }

  private void happen() {
    isHappening = true;
    try {
      fault.run();
      happened.complete(null);
    } catch (RuntimeException | Error e) {
      // Whoever waits for it is to know, and not to wait on.
      happened.completeExceptionally(e);
    }
  }
}
