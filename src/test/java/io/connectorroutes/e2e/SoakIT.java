package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mixed load and random faults for half an hour: first with 200 random kills, then without any,
 * over which memory and file handles stay flat. {@code -Dseed=} repeats a run, {@code
 * -Dsoak.minutes=} shortens it, and the number of kills with it.
 */
@Timeout(3_600)
class SoakIT {
  private static final int MINUTES = 30;
  private static final int KILLS = 200;
  private static final int FEED_SECONDS = 4;
  private static final long MORE_HANDLES = 15;
  private static final long MORE_HEAP_KB = 24 * 1024;
  private static final long MORE_RESIDENT_KB = 128 * 1024;

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledAndNothingGrows() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    int minutes = Integer.getInteger("soak.minutes", MINUTES);
    System.out.printf("soak: -Dseed=%d, about %d minutes%n", seed, minutes);
    try (RandomKills kills = new RandomKills(folder, seed)) {
      kills.kill(Math.max(1, KILLS * minutes / MINUTES));
      System.out.println("soak: killed, " + kills);
      kills.settle();
      System.out.println("soak: all books agree, " + kills);
      assertFlat(kills, Duration.ofMinutes(minutes).dividedBy(3));
      kills.settleRunning();
      System.out.println("soak: all books agree, " + kills);
    }
  }

  /** The first part of the time is for what a process needs to warm up. */
  private static void assertFlat(RandomKills load, Duration time) throws Exception {
    feedFor(load, time.dividedBy(5));
    Vitals before = Vitals.of(load.product().pid());
    feedFor(load, time.multipliedBy(4).dividedBy(5));
    Vitals after = Vitals.of(load.product().pid());
    System.out.println("soak: before " + before + ", after " + after);
    assertThat(after.handles()).isLessThanOrEqualTo(before.handles() + MORE_HANDLES);
    assertThat(after.heapKb()).isLessThanOrEqualTo(before.heapKb() + MORE_HEAP_KB);
    assertThat(after.residentKb()).isLessThanOrEqualTo(before.residentKb() + MORE_RESIDENT_KB);
  }

  private static void feedFor(RandomKills load, Duration time) throws Exception {
    for (long i = time.toSeconds() / FEED_SECONDS; i > 0; i--) {
      load.feedWithFault();
      load.product().runFor(Duration.ofSeconds(FEED_SECONDS));
    }
  }
}
