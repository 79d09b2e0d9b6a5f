package io.connectorroutes.database;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the database server, so that all workers agree: measured when the ledger is opened
 * and every minute, advanced by this machine's monotonic clock in between.
 */
public final class DatabaseClock extends Clock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

  /** The database's time at a reading of the monotonic clock. */
  private record Reading(long epochMillis, long nanos) {}

  private final Database database;
  private final ScheduledExecutorService measuring;
  private volatile Reading reading;

  public DatabaseClock(Database database) {
    this.database = database;
    this.reading = measured();
    this.measuring =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ledger-clock");
              thread.setDaemon(true);
              return thread;
            });
    var unused = measuring.scheduleWithFixedDelay(this::measure, 1, 1, TimeUnit.MINUTES);
  }

  private void measure() {
    try {
      reading = measured();
    } catch (DatabaseUnavailableException | DatabaseException e) {
      // The last reading goes on: the monotonic clock drifts little until the database is back. An
      // exception would end the measuring for ever.
      LOG.debug("the database's time was not measured: {}", e.getMessage());
    }
  }

  private Reading measured() {
    long before = System.nanoTime();
    long millis =
        database
            .read(
                sql ->
                    sql.number(
                        "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS n"))
            .orElseThrow();
    long after = System.nanoTime();
    return new Reading(millis, before + (after - before) / 2);
  }

  @Override
  public Instant instant() {
    Reading last = reading;
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last.nanos);
    return Instant.ofEpochMilli(last.epochMillis + passed);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the ledger's time is UTC");
  }

  @Override
  public void close() {
    measuring.shutdownNow();
  }
}
