package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.failure.FailurePoint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Step 11: the product is killed again and again while it makes its home, each time a little later,
 * and the last one finds a home that works.
 */
class StartUpCrashIT {
  /** Into the middle of the script that makes the tables. */
  private static final int STATEMENTS = 25;

  @TempDir Path folder;

  @Test
  void aHomeThatWasBegunIsBroughtToItsEnd() throws Exception {
    try (CrashSite site = new CrashSite(folder)) {
      site.drop("first", 3);
      site.send("waiting");
      Path data = site.work().home().resolve("data");

      killAt(site, FailurePoint.LEDGER_EMPTY, 0);
      assertThat(Files.size(data.resolve("ledger.db"))).isZero();
      killAt(site, FailurePoint.LEDGER_MARKED, 0);
      assertThat(Files.size(data.resolve("ledger.db"))).isPositive();
      String stack = killAt(site, FailurePoint.STATEMENT, STATEMENTS);
      assertThat(stack).contains("Migrations.migrate", "NewSchema.create");
      killAt(site, FailurePoint.LEDGER_MIGRATED, 0);
      assertThat(data.resolve("ledger.key")).doesNotExist();
      killAt(site, FailurePoint.KEY_UNKNOWN, 0);
      String key = Files.readString(data.resolve("ledger.key"));
      killAt(site, FailurePoint.LEASES_RECOVERED, 0);

      site.startAgainAndSettle();
      assertThat(data.resolve("ledger.key")).hasContent(key);
    }
  }

  private static String killAt(CrashSite site, FailurePoint point, int pass) throws Exception {
    site.points().arm(point, pass);
    site.launch();
    String stack = site.points().awaitReached(point);
    site.kill();
    site.points().disarm(point);
    return stack;
  }
}
