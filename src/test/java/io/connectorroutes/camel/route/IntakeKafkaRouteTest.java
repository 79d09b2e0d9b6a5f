package io.connectorroutes.camel.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.kafka.KafkaRecords;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.testing.Receivers;
import io.connectorroutes.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeKafkaRouteTest extends RouteTestSupport {
  @TempDir Path home;
  private int commits;

  IntakeKafkaRouteTest() {
    super("intake/kafka");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind(
        "connector-routes-kafka-records", new KafkaRecords(Receivers.ofPlainChanges(home)));
    placeholder("intake.kafka", true);
    placeholder("kafka.topic", "changes");
    placeholder("kafka.brokers", "127.0.0.1:1");
    placeholder("kafka.group", "connector-routes");
  }

  private Exchange record(String value, boolean isLast) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(KafkaConstants.TOPIC, "changes");
    headers.put(KafkaConstants.PARTITION, 0);
    headers.put(KafkaConstants.OFFSET, 7L);
    headers.put(KafkaConstants.TIMESTAMP, 1_000L);
    headers.put(KafkaConstants.HEADERS, new RecordHeaders());
    headers.put(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, isLast);
    KafkaManualCommit commit = () -> commits++;
    headers.put(KafkaConstants.MANUAL_COMMIT, commit);
    headers.put(Exchange.HTTP_URI, "http://elsewhere");
    return sent(value.getBytes(StandardCharsets.UTF_8), headers);
  }

  private ReceivedRow recorded() throws InterruptedException {
    MockEndpoint record = ledger("record");
    record.expectedMessageCount(1);
    record.assertIsSatisfied();
    Exchange exchange = record.getExchanges().get(0);
    assertThat(exchange.getMessage().getHeaders()).isEmpty();
    assertThat(exchange.getProperty(Exchange.TO_ENDPOINT, String.class))
        .isEqualTo(LEDGER + "://record?job=kafka:changes");
    return exchange.getMessage().getBody(ReceivedRow.class);
  }

  @Test
  void theLastRecordsOffsetIsCommittedWhenItsChangeIsRecorded() throws Exception {
    ledger("record").whenAnyExchangeReceived(exchange -> assertThat(commits).isZero());

    Exchange record = record(Requests.create("c-1", "A").toString(), true);

    assertThat(record.getException()).isNull();
    assertThat(recorded().changeId()).isEqualTo("c-1");
    assertThat(recorded().problem()).isNull();
    assertThat(commits).isEqualTo(1);
  }

  @Test
  void theOffsetOfOneThatOthersFollowIsNotCommitted() throws Exception {
    record(Requests.create("c-1", "A").toString(), false);

    assertThat(recorded().changeId()).isEqualTo("c-1");
    assertThat(commits).isZero();
  }

  @Test
  void whatCannotBeReadIsRecordedAsRejectedAndPassed() throws Exception {
    Exchange record = record("no JSON", true);

    assertThat(record.getException()).isNull();
    assertThat(recorded().problem().code()).isEqualTo("unreadable");
    assertThat(commits).isEqualTo(1);
  }

  /** So the consumer asks for the same record again. */
  @Test
  void aRecordThatCannotBeRecordedFailsWithoutACommit() {
    IllegalStateException failure = new IllegalStateException("the ledger is broken");
    failing(ledger("record"), failure);

    Exchange record = record(Requests.create("c-1", "A").toString(), true);

    assertThat(record.getException()).isSameAs(failure);
    assertThat(commits).isZero();
  }
}
