package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product is asked to stop while it has much to do, and while a call gets no answer. */
class StopIT {
  private static final int ROWS = 400;

  /** What docs/operations.md promises for calls that are answered, and room for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void itLeavesNothingHalfDoneHoweverItIsStopped() throws Exception {
    try (CrashSite site = new CrashSite(folder, "--latency", "50ms")) {
      underLoadItFinishesWhatIsInFlight(site);
      withoutAnAnswerItIsLeftForTheNext(site);
      aSecondSignalEndsItAtOnce(site);
      site.startAgainAndSettle();
    }
  }

  private static void underLoadItFinishesWhatIsInFlight(CrashSite site) throws Exception {
    site.start();
    site.drop("load", ROWS);
    for (int i = 0; i < 20; i++) {
      site.send("message-" + i);
    }
    Awaitility.await()
        .alias("some are applied")
        .atMost(Duration.ofMinutes(2))
        .until(() -> !site.sandbox().apiConnectors().isEmpty());

    long asked = System.nanoTime();
    site.product().terminate().awaitStatus(0);

    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
    int applied = site.sandbox().apiConnectors().size();
    assertThat(applied).as("not all of them").isLessThan(site.books().size());
    assertThat(site.work().outcomes()).as("all that was sent is told").hasSize(applied);
    assertThat(site.ledger().sending()).isZero();
  }

  private static void withoutAnAnswerItIsLeftForTheNext(CrashSite site) throws Exception {
    hang(site, "camel.main.shutdown-timeout=1");
    site.product().terminate().awaitStatus(0);
    assertThat(site.ledger().sending()).as("left as it is, to be looked for").isPositive();
  }

  private static void aSecondSignalEndsItAtOnce(CrashSite site) throws Exception {
    hang(site);
    site.product().terminate().awaitError("Stopping: finishing");
    long asked = System.nanoTime();
    site.product().terminate().awaitStatus(3);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
    assertThat(site.product().err()).doesNotContain("Exception");
  }

  /** Starts the product and waits until it waits for an answer that does not come. */
  private static void hang(CrashSite site, String... settings) throws Exception {
    int fired = site.sandbox().faultsFired();
    site.sandbox().plan("{\"method\":\"POST\",\"action\":\"applyThenHang\"}");
    site.start(settings);
    Awaitility.await()
        .alias("the answer that hangs")
        .atMost(Duration.ofMinutes(2))
        .until(() -> site.sandbox().faultsFired() == fired + 1);
  }
}
