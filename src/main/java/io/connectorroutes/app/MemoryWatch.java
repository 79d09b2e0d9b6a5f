package io.connectorroutes.app;

import io.connectorroutes.app.command.ExitStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process at once when memory has ended, whichever thread that meets: nobody can say what
 * is whole then, and the ledger makes a restart safe. Java's own switch for it prints to standard
 * output and ends with the status of changes that are left.
 *
 * <p>Before an {@link OutOfMemoryError} is thrown, Java lets go of what is softly reachable. A
 * reserve is; as it goes the process ends, before anybody can catch the error, with the reserve's
 * room for what that takes.
 */
final class MemoryWatch {
  private static final int RESERVE = 1 << 18;

  /** A reference that is asked for often is let go of only where memory ends. */
  private static final long LOOK_MILLIS = 100;

  private static final byte[] LINE =
      ("connector-routes: memory has ended; give it more, such as CONNECTOR_ROUTES_OPTS=-Xmx1g, or"
              + " split what it is given, and start this again: nothing is lost by that\n")
          .getBytes(StandardCharsets.UTF_8);

  private final ReferenceQueue<byte[]> gone = new ReferenceQueue<>();
  private final SoftReference<byte[]> reserve = new SoftReference<>(new byte[RESERVE], gone);
  private final FileOutputStream error = new FileOutputStream(FileDescriptor.err);
  private final Runtime runtime = Runtime.getRuntime();

  private MemoryWatch() {}

  /** Watches from now on. */
  static MemoryWatch started() {
    MemoryWatch watch = new MemoryWatch();
    Thread thread = new Thread(watch::watch, "memory");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (reserve.get() != null && gone.remove(LOOK_MILLIS) == null) {
        // Asked for once more.
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the process; that takes no memory. */
  synchronized void end() {
    try {
      error.write(LINE);
    } catch (IOException e) {
      // There is nobody to tell.
    }
    runtime.halt(ExitStatus.USAGE);
  }
}
