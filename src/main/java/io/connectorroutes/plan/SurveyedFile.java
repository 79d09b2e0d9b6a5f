package io.connectorroutes.plan;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.change.operation.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A file that was read once to its end, unchecked: it has the form of its format, and what is to be
 * looked at for it is known.
 *
 * @param path absolute
 * @param name without folders
 * @param format never null
 * @param sha256 of its content, lower-case hex
 */
public record SurveyedFile(Path path, String name, FileFormat format, String sha256) {
  private static final int BUFFER = 1 << 16;

  /**
   * Reads a file.
   *
   * @param mostBytes a larger one is refused
   * @param mostRows one with more rows is refused
   * @param surveys take its rows, by the alias of their tenant; that of the default tenant is null
   * @throws MalformedFileException where an intake would refuse it; the message is one line
   */
  public static SurveyedFile of(
      Path path, long mostBytes, int mostRows, Map<String, TenantSurvey> surveys)
      throws IOException {
    String name = path.getFileName().toString();
    FileFormat format = FileFormat.ofFileName(name).orElseThrow();
    long bytes = Files.size(path);
    if (bytes == 0) {
      throw new MalformedFileException("the file is empty: give one with rows");
    }
    if (bytes > mostBytes) {
      throw new MalformedFileException(
          "the file has "
              + bytes
              + " bytes, more than inbox.max-bytes ("
              + mostBytes
              + "): split it, or raise inbox.max-bytes");
    }
    try (RowReader rows = RowReader.open(format, Files.newInputStream(path), mostRows)) {
      while (rows.hasNext()) {
        survey(rows.next(), surveys);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new SurveyedFile(path, name, format, sha256(path));
  }

  /** Read by itself: parsers close what they have read to its end, or do not read to it. */
  private static String sha256(Path path) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      byte[] buffer = new byte[BUFFER];
      int read = 0;
      while (read >= 0) {
        read = in.read(buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void survey(ReadRow row, Map<String, TenantSurvey> surveys) {
    if (row.fields() != null && row.fields().path("operation").isTextual()) {
      Operation.of(row.fields().path("operation").textValue())
          .ifPresent(
              operation ->
                  surveys
                      .computeIfAbsent(
                          row.fields().path("tenant").textValue(), alias -> new TenantSurvey())
                      .take(row.fields(), operation));
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
