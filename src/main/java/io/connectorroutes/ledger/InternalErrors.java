package io.connectorroutes.ledger;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Exceptions that nobody foresaw. Each harms the change that it is about and nothing else, whatever
 * its class, {@link StackOverflowError} included, and is logged with its stack: once, and every 15
 * minutes while it goes on. Its own text is not logged, since it may quote a secret. Safe for use
 * by several threads.
 */
public final class InternalErrors {
  /** The error code of what such an exception ended. */
  public static final String CODE = "internalError";

  private static final int MOST_LOGGED = 1_000;
  private static final int MOST_FRAMES = 100;

  /** Whose texts are made by Java, of names of classes and numbers alone. */
  private static final Set<Class<? extends Throwable>> SAFE_TEXTS =
      Set.of(
          ClassCastException.class,
          NullPointerException.class,
          IndexOutOfBoundsException.class,
          ArrayIndexOutOfBoundsException.class,
          ArithmeticException.class);

  private final Logger log;
  private final LongSupplier nanoTime;

  /** By what it was about, the monotonic time when it was logged. */
  private final Map<String, Long> logged = new BoundedMap<>(MOST_LOGGED);

  /** Nothing is logged yet; lines go to that log. */
  public InternalErrors(Logger log) {
    this(log, System::nanoTime);
  }

  InternalErrors(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /**
   * Throws an exception again that cannot be about the change that was at hand: one of memory ends
   * the process, one of an interrupt is about the thread, one of a job about all its rows, and a
   * database that is away about all.
   */
  public static void requireOfOneChange(Throwable failure) {
    boolean ofAll = Causes.of(failure).anyMatch(InternalErrors::isOfAll);
    if (ofAll && failure instanceof Error error) {
      throw error;
    }
    if (ofAll) {
      throw failure instanceof RuntimeException e ? e : new DatabaseException("stopped", failure);
    }
  }

  private static boolean isOfAll(Throwable failure) {
    return failure instanceof OutOfMemoryError
        || failure instanceof InterruptedException
        || failure instanceof JobDroppedException
        || failure instanceof DatabaseUnavailableException;
  }

  /** Why a row is rejected that such an exception kept from being recorded. */
  public static ReceivedRow.Problem problem(Throwable failure) {
    return new ReceivedRow.Problem(null, CODE, message(failure));
  }

  /** One line for a person, without a secret. */
  public static String message(Throwable failure) {
    return "internal error ("
        + Causes.innermost(failure).getClass().getSimpleName()
        + "), a fault of this program: its log has the details; report it";
  }

  /**
   * Logs an exception with its stack, but where one about the same was logged less than {@link
   * RepeatedFailures#EVERY} ago.
   *
   * @param about what was at hand, such as {@code change 4711}; no secret
   */
  public void log(String about, Throwable failure) {
    long now = nanoTime.getAsLong();
    synchronized (logged) {
      Long before = logged.get(about);
      if (before != null && now - before < RepeatedFailures.EVERY.toNanos()) {
        return;
      }
      logged.put(about, now);
    }
    log.error(
        "{}: {}", PrintableText.text(about), message(failure), new Stack(failure, Causes.MOST));
  }

  /** The kinds and stacks of an exception and its causes, without their texts. */
  private static final class Stack extends Exception {
    private static final long serialVersionUID = 1L;

    private Stack(Throwable of, int causes) {
      super(
          described(of),
          of.getCause() == null || causes == 0 ? null : new Stack(of.getCause(), causes - 1));
      StackTraceElement[] frames = of.getStackTrace();
      setStackTrace(Arrays.copyOf(frames, Math.min(frames.length, MOST_FRAMES)));
    }

    private static String described(Throwable of) {
      String kind = of.getClass().getName();
      if (of instanceof SQLException sql) {
        return kind + ": state " + sql.getSQLState() + ", code " + sql.getErrorCode();
      }
      return SAFE_TEXTS.contains(of.getClass()) ? kind + ": " + of.getMessage() : kind;
    }
  }
}
