package io.connectorroutes.ledger.encryption;

import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import org.slf4j.LoggerFactory;

/** Changes and their input as they rest: encrypted, each bound to its row and column. */
public final class Payloads {
  /** An input and a change as JSON; null where there is none. */
  public record Content(byte[] original, byte[] changeJson) {
    @Override
    public String toString() {
      return "Content";
    }
  }

  /** Begins what is compared as it was given: no JSON does, so that it equals none of before. */
  private static final byte AS_GIVEN = 1;

  private final PayloadCipher cipher;
  private final InternalErrors errors = new InternalErrors(LoggerFactory.getLogger(Payloads.class));

  public Payloads(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /** The data key of that number, which whoever has the lock of the changes' numbers knows. */
  public EncryptionKey key(Sql sql, int number) throws SQLException {
    return cipher.key(sql, number);
  }

  /** The change to be kept in that row, under that key; null for none. */
  public byte[] encryptChange(EncryptionKey key, long seq, ConnectorChange change) {
    return change == null ? null : key.encrypt(changePlace(seq), ChangeJson.write(change));
  }

  /** The input to be kept in that row, under that key; null for none. */
  public byte[] encryptOriginal(EncryptionKey key, long seq, byte[] original) {
    return key.encrypt(originalPlace(seq), original);
  }

  /**
   * Column {@code payload} of a row under that key; null where there is none.
   *
   * @throws DatabaseException where it cannot be read
   */
  public byte[] changeAnew(Row row, EncryptionKey key) throws SQLException {
    return cipher.anew(row, key, changePlace(row.number("seq")), row.bytes("payload"));
  }

  /** As {@link #changeAnew}, of column {@code original}. */
  public byte[] originalAnew(Row row, EncryptionKey key) throws SQLException {
    return cipher.anew(row, key, originalPlace(row.number("seq")), row.bytes("original"));
  }

  /** UTF-8 JSON of the change in columns {@code seq} and {@code payload}; null where none is. */
  public byte[] changeJson(Row row, String seqColumn) throws SQLException {
    return cipher.decrypt(row, changePlace(row.number(seqColumn)), row.bytes("payload"));
  }

  /** The change in columns {@code seq} and {@code payload}; null where there is none. */
  public ConnectorChange change(Row row) throws SQLException {
    byte[] json = changeJson(row, "seq");
    return json == null ? null : ChangeJson.read(json);
  }

  /** The input in column {@code original}; null where there is none. */
  public byte[] original(Row row, String seqColumn) throws SQLException {
    return cipher.decrypt(row, originalPlace(row.number(seqColumn)), row.bytes("original"));
  }

  /** What a row holds, for those who publish its outcome; where it cannot be had, nothing. */
  public Content content(Row row, String seqColumn) throws SQLException {
    try {
      return new Content(original(row, seqColumn), changeJson(row, seqColumn));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the content of change number " + row.number(seqColumn), e);
      return new Content(null, null);
    }
  }

  /**
   * Equal exactly for changes of equal content, whatever their ids, the order of fields and what
   * their references stand for.
   */
  public byte[] contentMac(ConnectorChange given) {
    byte[] content = ChangeJson.content(given);
    return cipher.mac(ByteBuffer.allocate(1 + content.length).put(AS_GIVEN).put(content).array());
  }

  /**
   * Whether a version before November 2026 recorded that content: it compared changes with every
   * secret.
   *
   * @param resolved with its secrets; null where one could not be had, which is no such content
   * @param mac as recorded
   */
  public boolean isOfEarlierVersion(ConnectorChange resolved, byte[] mac) {
    return resolved != null && MessageDigest.isEqual(cipher.mac(ChangeJson.content(resolved)), mac);
  }

  /** Equal exactly for one message of one job, however often its broker delivers it. */
  public byte[] messageMac(long jobId, ReceivedRow message) {
    byte[] id = message.brokerMessageId().getBytes(StandardCharsets.UTF_8);
    byte[] body =
        message.original() == null ? ChangeJson.write(message.change()) : message.original();
    return cipher.mac(
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + id.length + body.length)
            .putLong(jobId)
            .putInt(id.length)
            .put(id)
            .put(body)
            .array());
  }

  private static String changePlace(long seq) {
    return "change.payload:" + seq;
  }

  private static String originalPlace(long seq) {
    return "change.original:" + seq;
  }
}
