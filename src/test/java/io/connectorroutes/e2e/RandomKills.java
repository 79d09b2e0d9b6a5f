package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The product under load from files and a queue, killed at random moments, while the sandbox fails
 * at random. Everything random comes from one seed; the moments of a machine do not.
 */
final class RandomKills implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final List<String> FAULTS =
      List.of(
          "\"action\":\"cut\"",
          "\"action\":\"applyThenCut\"",
          "\"action\":\"applyThenAnswer\",\"status\":504",
          "\"action\":\"answer\",\"status\":503",
          "\"action\":\"answer\",\"status\":429,\"headers\":{\"Retry-After\":\"1\"}");

  private final CrashSite site;
  private final Random random;
  private int feeds;
  private int faults;
  private int kills;
  private int busyKills;

  RandomKills(Path folder, long seed) throws Exception {
    this.random = new Random(seed);
    this.site = new CrashSite(folder, "--latency", "20ms");
  }

  /** Kills so many times. Each process finds what the ones before it left, and gets more. */
  void kill(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      fault();
      feed();
      site.launch();
      if (random.nextInt(4) == 0) {
        site.product().runFor(upTo(2_000));
      } else {
        site.product().awaitError("Running with");
        site.product().runFor(upTo(600));
        feed();
        site.product().runFor(upTo(600));
      }
      site.kill();
      kills++;
      busyKills += site.work().outcomes().size() < site.books().size() ? 1 : 0;
    }
  }

  /** Leaves the next process to itself until all is told, and compares all books. */
  void settle() throws Exception {
    site.start();
    settleRunning();
    assertThat(site.sandbox().faultsFired()).as("faults fired").isEqualTo(faults);
    assertThat(site.sandbox().journal().get(0).path("n").asInt()).as("the whole journal").isOne();
    assertThat(busyKills).as("kills that met work").isGreaterThan(kills / 2);
  }

  /** The same with the process that is running. */
  void settleRunning() throws Exception {
    site.settle(PATIENCE);
  }

  /** Plans the failure of a creation; there are many more of those. */
  private void fault() {
    faults++;
    site.sandbox()
        .plan(
            "{\"method\":\"POST\",\"path\":\"/*/identity/apiConnectors\","
                + FAULTS.get(random.nextInt(FAULTS.size()))
                + "}");
  }

  /** A file of up to 120 rows and some messages. */
  void feed() throws IOException {
    feeds++;
    site.dropWithOneFailing("file" + feeds, 1 + random.nextInt(120));
    int messages = random.nextInt(10);
    for (int i = 0; i < messages; i++) {
      site.send("message" + feeds + "-" + i);
    }
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis));
  }

  Launched product() {
    return site.product();
  }

  @Override
  public String toString() {
    return "%d kills (%d met work), %d changes, %d faults"
        .formatted(kills, busyKills, site.books().size(), faults);
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
