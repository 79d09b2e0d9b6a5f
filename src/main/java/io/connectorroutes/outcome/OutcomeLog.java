package io.connectorroutes.outcome;

import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.OutcomeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * The outcome log: one JSON line for each outcome.
 *
 * <p>The file is opened anew for each append, so that it may be renamed away at any time; the next
 * append then makes a new one. It is locked for that long, so that several processes of one home
 * may append to it. A new file can be read by its owner alone. Safe for use by several threads.
 */
public final class OutcomeLog {
  private final Path file;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(OutcomeLog.class));

  /**
   * Of the last call: what is published again, since another receiver failed, has its line already.
   */
  private Set<String> written = Set.of();

  /**
   * A log in that file.
   *
   * @param file need not exist, nor its folder; null where outcomes are not logged
   */
  public OutcomeLog(Path file) {
    this.file = file == null ? null : file.toAbsolutePath();
  }

  /** The log of a home: {@code logs/outcomes.jsonl}. */
  public static OutcomeLog under(Path home) {
    return new OutcomeLog(home.resolve("logs").resolve("outcomes.jsonl"));
  }

  /** Where the log is; null where there is none. */
  public Path file() {
    return file;
  }

  /**
   * Appends a line for each outcome, save those that the last call wrote. When this returns, they
   * are on the disk.
   *
   * @throws IOException where that is not certain; its message names the file. The lines may be
   *     there in part; appending them again is right
   */
  public synchronized void append(List<OutcomeRecord> outcomes) throws IOException {
    List<OutcomeRecord> fresh =
        outcomes.stream().filter(outcome -> !written.contains(outcome.outcomeId())).toList();
    if (fresh.isEmpty() || file == null) {
      return;
    }
    try {
      appendText(lines(fresh));
      written = outcomes.stream().map(OutcomeRecord::outcomeId).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new IOException(
          "outcome log " + file + " cannot be written: " + FileErrors.reason(e), e);
    }
  }

  private byte[] lines(List<OutcomeRecord> outcomes) {
    StringBuilder text = new StringBuilder();
    outcomes.forEach(outcome -> text.append(OutcomeJson.line(outcome, errors)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void appendText(byte[] text) throws IOException {
    DurableFolders.create(file.getParent(), "rwxr-x---");
    boolean isNew = Files.notExists(file);
    try (FileChannel channel = open()) {
      if (isNew) {
        // Whatever the umask: who collects logs is in the group.
        DurableFolders.setMode(file, "rw-r-----");
      }
      channel.lock();
      if (endsInsideALine(channel)) {
        write(channel, new byte[] {'\n'});
      }
      write(channel, text);
      channel.force(true);
    }
    if (isNew) {
      DurableFolders.force(file.getParent());
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        DurableFolders.mode(file, "rw-------"));
  }

  /** A crash may have cut the last line short. */
  private static boolean endsInsideALine(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, size - 1);
    return last.get(0) != '\n';
  }

  private static void write(FileChannel channel, byte[] text) throws IOException {
    channel.position(channel.size());
    ByteBuffer buffer = ByteBuffer.wrap(text);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
