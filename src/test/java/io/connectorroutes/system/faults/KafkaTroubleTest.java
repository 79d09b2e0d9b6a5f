package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.Externals;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import io.connectorroutes.testing.TroubledLedger;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** While the ledger or the broker fails nothing is skipped, and afterwards it goes on by itself. */
@ExtendWith(KafkaBroker.class)
class KafkaTroubleTest {
  @TempDir private Path home;

  /** For longer than Kafka waits for a consumer that asks for nothing. */
  @Test
  void whileTheLedgerIsAwayNothingIsCommittedAndThenItGoesOn(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("away", 2);
    TroubledLedger trouble = new TroubledLedger().goAway();
    topic.send(Creations.texts(6));
    try (TestSystem system = topic.feed(TestSystem.in(home))) {
      system
          .in(Externals.standard().withAroundLedger(trouble::around))
          .with("camel.component.kafka.max-poll-interval-ms", "2000")
          .with("camel.component.kafka.session-timeout-ms", "2000")
          .with("camel.component.kafka.heartbeat-interval-ms", "500")
          .start();
      topic.awaitConsumers(1);
      topic.awaitConsumers(0);
      assertThat(topic.committed()).isZero();
      assertThat(trouble.troubles()).isPositive();

      trouble.comeBack();
      topic.awaitCommitted(6);
      Creations.assertEachIsAppliedOnce(system, 6);
    }
  }

  @Test
  void aStopWhileTheLedgerIsAwayLetsGoOfNothing(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("stopped", 1);
    TroubledLedger trouble = new TroubledLedger().goAway();
    topic.send(Creations.texts(4));
    try (TestSystem system = topic.feed(TestSystem.in(home))) {
      system.in(Externals.standard().withAroundLedger(trouble::around)).start();
      Awaitility.await().until(() -> trouble.troubles() > 0);
      system.stop();
      assertThat(topic.committed()).isZero();

      trouble.comeBack();
      system.start();
      topic.awaitCommitted(4);
      Creations.assertEachIsAppliedOnce(system, 4);
    }
  }

  @Test
  void aRecordThatTheLedgerRefusesComesAgainBeforeTheNext(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("refused", 1);
    TroubledLedger trouble = new TroubledLedger().refuseOnce();
    topic.send(Creations.texts(4));
    try (TestSystem system = topic.feed(TestSystem.in(home))) {
      system.in(Externals.standard().withAroundLedger(trouble::around)).start();
      topic.awaitCommitted(4);

      assertThat(trouble.troubles()).isEqualTo(1);
      Creations.assertEachIsAppliedOnce(system, 4);
    }
  }

  /** Fails the first time, after its consumer has got its partitions and their positions. */
  public static final class FailingAssignor extends RangeAssignor {
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
      if (FAILURES.getAndIncrement() == 0) {
        throw new KafkaException("as the test asks for");
      }
    }
  }

  @Test
  void aFailureWhileRecordsAreAskedForSkipsNone(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("skipped", 1);
    topic.send(Creations.texts(4));
    try (TestSystem system = topic.feed(TestSystem.in(home))) {
      system
          .with("camel.component.kafka.partition-assignor", FailingAssignor.class.getName())
          .start();
      topic.awaitCommitted(4);

      assertThat(FailingAssignor.FAILURES).hasValueGreaterThan(0);
      Creations.assertEachIsAppliedOnce(system, 4);
    }
  }

  @Test
  void aBrokerThatIsAwayIsWaitedFor(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("restarted", 1);
    topic.send(Creations.texts(2));
    kafka.stop();
    try (TestSystem system = topic.feed(TestSystem.in(home)).start()) {
      kafka.start();
      topic.awaitCommitted(2);
      kafka.stop();
      kafka.start();
      topic.send(Creations.text(2));
      topic.awaitCommitted(3);
      Creations.assertEachIsAppliedOnce(system, 3);
    }
  }
}
