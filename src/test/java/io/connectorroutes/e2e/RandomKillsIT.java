package io.connectorroutes.e2e;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few random kills in each build; {@code -Psoak} has many. {@code -Dseed=} repeats a run. */
@Timeout(420)
class RandomKillsIT {
  private static final int KILLS = 10;
  private static final int LARGEST_FILE = 160;

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("random kills: -Dseed=" + seed);
    try (RandomKills kills = new RandomKills(folder, seed, LARGEST_FILE)) {
      kills.kill(KILLS);
      kills.settle();
      System.out.println("random kills: " + kills);
    }
  }
}
