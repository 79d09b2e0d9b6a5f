package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The product under load from files and a queue, killed and stopped at random moments, while the
 * sandbox fails at random. Everything random comes from one seed; the moments of a machine do not.
 */
final class RandomKills implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /** Longer than docs/operations.md promises for calls that are answered: the machine is busy. */
  private static final Duration STOP = Duration.ofSeconds(20);

  private static final int BACKLOG = 1_500;
  private static final String BUDGET = "60/2s";

  private static final List<String> WRITES =
      List.of(
          "\"method\":\"POST\",\"path\":\"/*/identity/apiConnectors\"",
          "\"method\":\"PATCH\",\"path\":\"/*/identity/apiConnectors/*\"",
          "\"method\":\"DELETE\",\"path\":\"/*/identity/apiConnectors/*\"");

  private static final List<String> FAULTS =
      List.of(
          "\"action\":\"cut\"",
          "\"action\":\"applyThenCut\"",
          "\"action\":\"applyThenDelay\",\"delayMs\":1500",
          "\"action\":\"applyThenAnswer\",\"status\":504",
          "\"action\":\"answer\",\"status\":503",
          "\"action\":\"answer\",\"status\":500",
          "\"action\":\"answer\",\"status\":429,\"headers\":{\"Retry-After\":\"1\"}");

  private final CrashSite site;
  private final Load load;
  private final Random random;
  private int faults;
  private int kills;
  private int busyKills;
  private int stops;
  private Duration longestStop = Duration.ZERO;

  /** With files of so many rows at the most. */
  RandomKills(Path folder, long seed, int largestFile) throws Exception {
    this.random = new Random(seed);
    Tenancy tenancy = Tenancy.of(folder, List.of("contoso", "fabrikam", "northwind"));
    this.site =
        new CrashSite(
            folder,
            tenancy,
            List.of("graph.budget=" + BUDGET),
            "--latency",
            "20ms",
            "--budget",
            BUDGET);
    this.load = new Load(site, tenancy, random, largestFile);
  }

  /** Kills so many times. Each process finds what the ones before it left, and gets more. */
  void kill(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      feedWithFault();
      site.launch();
      if (random.nextInt(4) == 0) {
        site.product().runFor(upTo(2_000));
      } else {
        site.product().awaitError("Running with");
        site.product().runFor(upTo(600));
        feed();
        site.product().runFor(upTo(600));
        stopNowAndThen();
      }
      busyKills += load.open() > 0 ? 1 : 0;
      site.kill();
      kills++;
    }
  }

  /** By SIGTERM, in good order; the next one, which is killed, finds what it left. */
  private void stopNowAndThen() throws Exception {
    if (random.nextInt(5) > 0) {
      return;
    }
    long asked = System.nanoTime();
    site.product().terminate().awaitStatus(0);
    Duration took = Duration.ofNanos(System.nanoTime() - asked);
    assertThat(took).as("the time of a stop").isLessThan(STOP);
    longestStop = took.compareTo(longestStop) > 0 ? took : longestStop;
    stops++;
    site.launch();
    site.product().runFor(upTo(2_000));
  }

  /** Starts a process that is left to itself until all is told, and compares all books. */
  void settle() throws Exception {
    site.start();
    settleRunning();
    assertThat(busyKills).as("kills that met work").isGreaterThan(kills / 2);
  }

  /** The same with the process that is running. */
  void settleRunning() throws Exception {
    site.awaitSettled(TIMEOUT);
    load.assertAgree();
    assertThat(site.sandbox().faultsFired()).as("faults fired").isEqualTo(faults);
  }

  /** Some load, after the failure of a request of that load was planned. */
  void feedWithFault() throws IOException {
    if (load.open() < BACKLOG) {
      faults++;
      site.sandbox().plan("{" + oneOf(WRITES) + "," + oneOf(FAULTS) + "}");
      load.feed();
    }
  }

  /** Some load, unless there is much already. */
  void feed() throws IOException {
    if (load.open() < BACKLOG) {
      load.feed();
    }
  }

  private String oneOf(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis));
  }

  Launched product() {
    return site.product();
  }

  @Override
  public String toString() {
    return "%d kills (%d met work), %d stops (the longest %d ms), %d changes, %d faults, %d requests"
        .formatted(
            kills,
            busyKills,
            stops,
            longestStop.toMillis(),
            site.books().size(),
            faults,
            load.requests());
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
