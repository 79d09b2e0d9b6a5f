package io.connectorroutes.app;

import io.connectorroutes.app.command.SentFile;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.UnreadableRows;
import io.connectorroutes.camel.Brokers;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.intake.FileMessages;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelExecutionException;

/** One {@code send}: the rows of files become messages, in their order. */
final class SendRun {
  private final Brokers brokers;
  private final boolean isKafka;
  private final StopFlag stop;

  private SendRun(Brokers brokers, boolean isKafka, StopFlag stop) {
    this.brokers = brokers;
    this.isKafka = isKafka;
    this.stop = stop;
  }

  /**
   * Sends them; nothing where one of the files breaks its format.
   *
   * @param files absolute
   * @param isKafka whether to the topic, in place of the queue
   * @throws UsageException where a file breaks its format, or the broker does not take a message
   */
  static List<SentFile> run(
      Configuration configuration, List<Path> files, boolean isKafka, StopFlag stop)
      throws Exception {
    List<FileMessages> readable = new ArrayList<>();
    for (Path file : files) {
      readable.add(readable(file, configuration.get(Keys.INBOX_MAX_ROWS)));
    }
    StartChecks.check(configuration, Mode.CALLS);
    try (RoutesMain routes = new RoutesMain(configuration, Mode.CALLS, Externals.standard())) {
      routes.start();
      try (Brokers brokers = routes.embedded().brokers()) {
        SendRun run = new SendRun(brokers, isKafka, stop);
        List<SentFile> sent = new ArrayList<>();
        for (FileMessages file : readable) {
          sent.add(run.send(file));
        }
        return sent;
      }
    }
  }

  private static FileMessages readable(Path file, int mostRows) throws IOException {
    try {
      FileFormat format = FileFormat.ofFileName(file.getFileName().toString()).orElseThrow();
      return FileMessages.of(file, format, mostRows);
    } catch (MalformedFileException e) {
      throw new UsageException(file + " is refused: " + e.getMessage(), e);
    }
  }

  private SentFile send(FileMessages file) throws IOException {
    Sending sending = new Sending(file);
    file.to(sending);
    return sending.sent();
  }

  /** The messages of one file. */
  private final class Sending implements FileMessages.Taker {
    private final FileMessages file;
    private final UnreadableRows unreadable = new UnreadableRows();
    private int sent;
    private boolean isStopped;

    Sending(FileMessages file) {
      this.file = file;
    }

    @Override
    public boolean take(String body, String tenant) {
      if (stop.isRaised()) {
        isStopped = true;
        return false;
      }
      try {
        if (isKafka) {
          brokers.sendToTopic(body, tenant);
        } else {
          brokers.sendToQueue(body);
        }
      } catch (CamelExecutionException e) {
        throw notTaken(e);
      }
      sent++;
      return true;
    }

    @Override
    public void unreadable(int row, String problem) {
      unreadable.add(row, problem);
    }

    SentFile sent() {
      return new SentFile(file.file(), sent, unreadable, isStopped ? file.rows() - sent : 0);
    }

    private UsageException notTaken(Exception e) {
      return new UsageException(
          "%s: %d of %d messages were taken, and the next one was not (%s); see to the broker with check, and send the file again: what was taken is known by its changeId"
              .formatted(file.file(), sent, file.rows(), PrintableText.of(Causes.innermost(e))),
          e);
    }
  }
}
