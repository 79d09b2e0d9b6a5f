package io.connectorroutes.intake;

import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.Sha256;
import java.util.HexFormat;
import java.util.Optional;

/** The identities of changes that bring none of their own. */
final class Identity {
  /** Half of a SHA-256: enough that two files never share it, and short enough to be read. */
  private static final int FILE_DIGITS = 32;

  private static final int LONGEST_SHOWN = 128;

  private Identity() {}

  /** Of a row of a file: from the file's content and the row's number. */
  static String ofRow(String fileSha256, int row) {
    return fileSha256.substring(0, Math.min(FILE_DIGITS, fileSha256.length())) + "-" + row;
  }

  /** Of a message, by the headers that a CloudEvent in binary mode has. */
  static Optional<String> ofCloudEvent(QueueMessage message) {
    return QueueMessage.CLOUD_EVENT_IDS.stream()
        .map(message.headers()::get)
        .filter(id -> id != null && !id.isEmpty())
        .findFirst()
        .map(Identity::fitting);
  }

  /** Of a message, by the broker's own id. */
  static Optional<String> ofBroker(QueueMessage message) {
    return Optional.ofNullable(message.brokerMessageId())
        .filter(id -> !id.isEmpty())
        .map(Identity::fitting);
  }

  /** The id itself where a change can have it, else its hash. */
  static String fitting(String id) {
    return ChangeReader.isChangeId(id) ? id : "sha256:" + sha256(id);
  }

  /**
   * The id that broke its rule the last time, by the {@code result} that the row still carries from
   * then; empty for any other row.
   */
  static Optional<String> givenBefore(ReadRow row) {
    String given =
        row.cells() == null
            ? row.fields().path("result").path("givenChangeId").textValue()
            : row.cells().path("result.givenChangeId").textValue();
    // In CSV each row has the cell.
    return Optional.ofNullable(given).filter(id -> row.cells() == null || !id.isEmpty());
  }

  /**
   * What was given as an id and cannot be one, as it is shown: printable, at most 128 characters.
   */
  static String shown(String given) {
    int length = given.codePointCount(0, given.length());
    return PrintableText.text(
        given.substring(0, given.offsetByCodePoints(0, Math.min(length, LONGEST_SHOWN))));
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(Sha256.of(text));
  }
}
