package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of random kills under load, then minutes of load without any, over which memory and file
 * handles stay flat. {@code -Dseed=} repeats a run, {@code -Dkills=} and {@code -Dminutes=} shorten
 * it.
 */
@Timeout(2_700)
class RandomKillsSoakIT {
  private static final int FEEDS_A_MINUTE = 12;
  private static final long MORE_HANDLES = 15;
  private static final long MORE_HEAP_KB = 24 * 1024;

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledAndNothingGrows() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("soak: -Dseed=" + seed);
    try (RandomKills kills = new RandomKills(folder, seed)) {
      kills.kill(Integer.getInteger("kills", 200));
      System.out.println("soak: killed, " + kills);
      kills.settle();
      System.out.println("soak: all books agree, " + kills);
      assertFlat(kills);
      kills.settleRunning();
      System.out.println("soak: all books agree, " + kills);
    }
  }

  private static void assertFlat(RandomKills load) throws Exception {
    feedFor(load, 1);
    Vitals before = Vitals.of(load.product().pid());
    feedFor(load, Integer.getInteger("minutes", 6));
    Vitals after = Vitals.of(load.product().pid());
    System.out.println("soak: before " + before + ", after " + after);
    assertThat(after.handles()).isLessThanOrEqualTo(before.handles() + MORE_HANDLES);
    assertThat(after.heapKb()).isLessThanOrEqualTo(before.heapKb() + MORE_HEAP_KB);
  }

  private static void feedFor(RandomKills load, int minutes) throws Exception {
    for (int i = 0; i < minutes * FEEDS_A_MINUTE; i++) {
      load.feed();
      load.product().runFor(Duration.ofSeconds(60 / FEEDS_A_MINUTE));
    }
  }
}
