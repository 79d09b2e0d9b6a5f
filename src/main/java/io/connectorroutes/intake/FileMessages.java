package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The rows of a file as messages of a queue, each with the {@code changeId} that it has in the file
 * or would be given there. Rows are not checked: that is the receiver's matter.
 *
 * @param file absolute
 * @param format of its content
 * @param sha256 of its content, hexadecimal
 * @param rows how many it has
 */
public record FileMessages(Path file, FileFormat format, String sha256, int rows) {
  private static final String CHANGE_ID = "changeId";

  /** Takes the messages, one after the other. */
  public interface Taker {
    /**
     * A message.
     *
     * @param body JSON
     * @param tenant what it names as its tenant; null for none
     * @return whether to go on
     */
    boolean take(String body, String tenant);

    /** A row that cannot be read, and is no message. */
    void unreadable(int row, String problem);
  }

  /**
   * Reads a file to its end, so that one that breaks its format is known before anything is sent.
   *
   * @param mostRows a file with more rows breaks its format
   * @throws io.connectorroutes.change.MalformedFileException where it does
   */
  public static FileMessages of(Path file, FileFormat format, int mostRows) throws IOException {
    MessageDigest digest = Sha256.digest();
    int rows = 0;
    // The reader closes the file when it has seen its end, so that all of it is digested.
    try (DigestInputStream content = new DigestInputStream(Files.newInputStream(file), digest);
        RowReader reader = RowReader.open(format, content, mostRows)) {
      while (reader.hasNext()) {
        reader.next();
        rows++;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new FileMessages(file, format, HexFormat.of().formatHex(digest.digest()), rows);
  }

  /** Reads them, in the order of the file. */
  public void to(Taker taker) throws IOException {
    try (RowReader reader = RowReader.open(format, Files.newInputStream(file), rows)) {
      boolean goesOn = true;
      while (goesOn && reader.hasNext()) {
        goesOn = give(reader.next(), taker);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean give(ReadRow row, Taker taker) {
    if (row.fields() == null || row.problem() != null) {
      String problem = row.problem() == null ? "it cannot be read" : row.problem().message();
      taker.unreadable(row.row(), problem);
      return true;
    }
    ObjectNode fields = row.fields().deepCopy();
    if (!fields.has(CHANGE_ID)) {
      fields.put(CHANGE_ID, Identity.ofRow(sha256, row.row()));
    }
    return taker.take(
        new String(ChangeJson.write(fields), StandardCharsets.UTF_8),
        fields.path("tenant").textValue());
  }
}
