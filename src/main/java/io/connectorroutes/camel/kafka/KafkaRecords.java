package io.connectorroutes.camel.kafka;

import io.connectorroutes.camel.ledger.RetryWhileUnavailable;
import io.connectorroutes.intake.QueueMessage;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a record of a topic into a row for the ledger, and commits its offset after that. */
public class KafkaRecords {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRecords.class);

  /** The exchange property of what commits the offset; only where it is to be committed. */
  private static final String COMMIT = "ConnectorRoutesKafkaCommit";

  private final Receiver receiver;

  /**
   * Creates the bean.
   *
   * @param receiver checks messages
   */
  public KafkaRecords(Receiver receiver) {
    this.receiver = receiver;
  }

  /** The record as a row; one that cannot be read is a row with a problem. */
  public ReceivedRow read(Exchange exchange) {
    Message record = exchange.getMessage();
    if (record.getHeader(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, false, Boolean.class)) {
      exchange.setProperty(COMMIT, record.getHeader(KafkaConstants.MANUAL_COMMIT));
    }
    byte[] value = (byte[]) record.getBody();
    try {
      return read(exchange, value);
    } catch (RuntimeException | Error e) {
      byte[] body = value == null ? new byte[0] : value;
      return receiver.failed(new QueueMessage(body, id(record), Map.of()), e);
    }
  }

  private ReceivedRow read(Exchange exchange, byte[] value) {
    Message record = exchange.getMessage();
    if (value == null) {
      return receiver.unreadable(
          new QueueMessage(new byte[0], id(record), headers(record)),
          "the record has no value: send the change as its value");
    }
    QueueMessage message = new QueueMessage(value, id(record), headers(record));
    return RetryWhileUnavailable.of(exchange).call(() -> receiver.message(message));
  }

  /**
   * The place of the record in its topic, and its time, since places are given anew where a topic
   * is deleted and made again.
   */
  private static String id(Message record) {
    return String.join(
        ":",
        record.getHeader(KafkaConstants.TOPIC, String.class),
        record.getHeader(KafkaConstants.PARTITION, String.class),
        record.getHeader(KafkaConstants.OFFSET, String.class),
        record.getHeader(KafkaConstants.TIMESTAMP, String.class));
  }

  /** The sender's headers; of those with one name the last one counts. */
  private static Map<String, String> headers(Message record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.getHeader(KafkaConstants.HEADERS, Headers.class)) {
      byte[] value = header.value();
      headers.put(header.key(), value == null ? null : new String(value, StandardCharsets.UTF_8));
    }
    return headers;
  }

  /**
   * Commits the offset after the last of the records of a partition that came together. Where that
   * fails the records come again, and are known.
   */
  public void commit(Exchange exchange) {
    KafkaManualCommit commit = exchange.getProperty(COMMIT, KafkaManualCommit.class);
    if (commit == null) {
      return;
    }
    try {
      commit.commit();
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      LOG.warn("Kafka did not take an offset, so records may come again: {}", PrintableText.of(e));
    }
  }
}
