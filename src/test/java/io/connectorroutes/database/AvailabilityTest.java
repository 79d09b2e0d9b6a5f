package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health's try waits for its turn all the time; what the others' work says is what counts. */
class AvailabilityTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private final Database database =
      new Database(new TryWaits(), null, new SqliteDialect(Path.of("data")));
  private final Availability availability = new Availability(database, sql -> null, TIMEOUT);

  @AfterEach
  void end() {
    over.countDown();
    availability.close();
  }

  @Test
  void aDatabaseThatCommitsIsBusyAndNotAway() {
    assertThat(availability.problem()).as("nothing is committed").isPresent();

    Thread busy =
        new Thread(
            () -> {
              while (over.getCount() > 0) {
                database.write(sql -> "work");
              }
            });
    busy.start();

    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> availability.problem().isEmpty());
    assertThat(waiting).as("tries that wait").hasValue(1);
  }

  /** Carries out all but the try. */
  private final class TryWaits implements Transactions {
    @Override
    public <T> T write(Sql.Work<T> work) throws SQLException {
      if (Thread.currentThread().getName().equals("ledger-availability")) {
        waiting.incrementAndGet();
        uninterrupted();
        throw new SQLException("not carried out");
      }
      return work.run(new Sql(null));
    }

    private void uninterrupted() {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public int mostTogether() {
      return 1;
    }

    @Override
    public void close() {}
  }
}
