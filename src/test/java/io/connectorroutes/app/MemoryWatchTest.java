package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.ExitStatus;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryWatchTest {
  /** What the process does that is watched. */
  static final class Watched {
    private Watched() {}

    /** Does what the first argument says, on a thread that keeps each error to itself. */
    public static void main(String[] arguments) throws InterruptedException {
      MemoryWatch.started();
      Thread thread = new Thread(() -> swallowing(arguments[0]));
      thread.start();
      thread.join();
      System.out.println("gone on");
    }

    private static void swallowing(String what) {
      List<Object> held = new ArrayList<>();
      try {
        switch (what) {
          case "small" -> fill(held, 16);
          case "large" -> fill(held, 4 << 20);
          default -> useAndLetGo();
        }
      } catch (OutOfMemoryError e) {
        // As a library may.
        held.clear();
        sleep();
      }
    }

    private static void fill(List<Object> held, int bytes) {
      while (true) {
        held.add(new byte[bytes]);
      }
    }

    /** More than there is, but never at a time: half of the heap is held. */
    private static void useAndLetGo() {
      List<Object> held = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        held.add(new byte[1 << 20]);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      while (System.nanoTime() < end) {
        held.set(0, new byte[1 << 20]);
      }
    }

    /** Longer than the process may take to end. */
    private static void sleep() {
      try {
        TimeUnit.SECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Ended(int status, String out, String err) {}

  @TempDir Path folder;

  private Ended run(String what) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                Watched.class.getName(),
                what)
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()))
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large"})
  void theProcessEndsAtOnceWhicheverThreadMeetsItAndWhateverThatDoesWithTheError(String what)
      throws Exception {
    Ended ended = run(what);

    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("connector-routes: memory has ended; give it more");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aHeapThatIsNearlyFullIsNoEnd() throws Exception {
    assertThat(run("nearly")).isEqualTo(new Ended(0, "gone on\n", ""));
  }
}
