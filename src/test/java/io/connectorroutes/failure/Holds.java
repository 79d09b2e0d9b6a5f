package io.connectorroutes.failure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds threads at failure points, by files of one folder: a point is on while the file {@code
 * NAME.armed} is there, whose content is how many hits pass; whoever is held writes {@code
 * NAME.reached} with its stack, and goes on when the first file is gone.
 *
 * <p>Public, and with a little static state, since it is called from the product's own classes.
 */
public final class Holds {
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Map<String, Integer> HITS = new ConcurrentHashMap<>();
  private static volatile Path folder;
  private static volatile Duration lease;

  private Holds() {}

  /** Sets the folder, and how long leases are; null for the product's own length. */
  static void in(Path markers, Duration shorterLease) {
    folder = markers;
    lease = shorterLease;
  }

  static Path armed(Path folder, String point) {
    return folder.resolve(point + ".armed");
  }

  static Path reached(Path folder, String point) {
    return folder.resolve(point + ".reached");
  }

  /** The lease to use instead of the product's. */
  public static Duration lease(Duration usual) {
    return lease == null ? usual : lease;
  }

  /** Holds the thread here if the point is on, save where nothing was returned. */
  public static void at(String point, Object returned) {
    if (!(returned instanceof Optional<?> optional) || optional.isPresent()) {
      at(point);
    }
  }

  /** Holds the thread here if the point is on. */
  public static void at(String point) {
    Path armed = armed(folder, point);
    if (!Files.exists(armed)) {
      return;
    }
    try {
      if (HITS.merge(point, 1, Integer::sum) > Integer.parseInt(Files.readString(armed))) {
        mark(point);
        while (Files.exists(armed)) {
          LockSupport.parkNanos(LOOK);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mark(String point) throws IOException {
    StringWriter stack = new StringWriter();
    new Throwable(point).printStackTrace(new PrintWriter(stack));
    Path unfinished = Files.createTempFile(folder, point, ".tmp");
    Files.writeString(unfinished, stack.toString());
    Files.move(unfinished, reached(folder, point), StandardCopyOption.ATOMIC_MOVE);
  }
}
