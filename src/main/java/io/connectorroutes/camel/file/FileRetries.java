package io.connectorroutes.camel.file;

import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.BoundedMap;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.JobDroppedException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a file of an inbox is read again whose reading failed, for no fault of its own: after a
 * second, then after more and more of them, up to a minute. The others go on meanwhile. A file that
 * was written to since then is another one. Safe for use by several threads.
 */
public class FileRetries {
  private static final Logger LOG = LoggerFactory.getLogger(FileRetries.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  private record Failed(Instant due, Duration pause) {}

  private final Clock clock;
  private final InternalErrors errors = new InternalErrors(LOG);
  private final Map<String, Failed> failed = new BoundedMap<>(MOST);

  /**
   * Creates the bean; nothing has failed yet.
   *
   * @param clock for the waits
   */
  public FileRetries(Clock clock) {
    this.clock = clock;
  }

  /**
   * Notes that the file of the exchange could not be read. Of an inbox it is read again; whoever
   * gave another one is given the failure, and says it.
   */
  public void failed(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    // The splitter wraps what recording its rows failed of.
    Throwable failure =
        Causes.first(caught, JobDroppedException.class).map(Throwable.class::cast).orElse(caught);
    GenericFile<?> file = file(exchange);
    if (file != null) {
      putOff(key(file));
    }
    String about = file == null ? "reading a file" : "reading " + name(file);
    if (!isExpected(failure)) {
      errors.log(about, failure);
    } else if (file != null) {
      LOG.warn("{} failed and is tried again: {}", about, PrintableText.of(failure));
    }
  }

  /** Leaves the file of the exchange alone for a while, for a reason that is logged already. */
  void putOff(Exchange exchange) {
    putOff(key(file(exchange)));
  }

  private static GenericFile<?> file(Exchange exchange) {
    return exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
  }

  /** Of the disk, of the ledger, or of another process that records the same file. */
  private static boolean isExpected(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof JobDroppedException
        || failure instanceof UncheckedIOException
        || failure instanceof DatabaseUnavailableException;
  }

  private synchronized void putOff(String key) {
    Failed before = failed.get(key);
    Duration doubled = before == null ? FIRST : before.pause.multipliedBy(2);
    Duration wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    failed.put(key, new Failed(clock.instant().plus(wait), wait));
  }

  /** Whether a file may be read now. */
  synchronized boolean isDue(GenericFile<File> file) {
    Failed before = failed.get(key(file));
    return before == null || !clock.instant().isBefore(before.due);
  }

  /** The file as it is now: of another inbox, or written to, it is another one. */
  static String key(GenericFile<?> file) {
    return file.getAbsoluteFilePath() + " of " + Instant.ofEpochMilli(file.getLastModified());
  }

  private static String name(GenericFile<?> file) {
    return PrintableText.name(file.getFileName())
        + " of "
        + Instant.ofEpochMilli(file.getLastModified());
  }
}
