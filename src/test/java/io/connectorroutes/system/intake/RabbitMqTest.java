package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.AmqpSender;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.RabbitBroker;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TroubledLedger;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ over AMQP 1.0: the same promises as with the other brokers. */
class RabbitMqTest {
  private static final String LOGIN = "guest";
  private static final int MESSAGES = 12;
  private static final long MOMENT_MILLIS = 300;

  /** How RabbitMQ 3 is asked for a queue that is there already. */
  private static final String THERE = "/amq/queue/";

  private static RabbitBroker broker;

  @TempDir private Path home;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    String missing = "RabbitMQ is needed (on Debian the package rabbitmq-server)";
    if ("true".equals(System.getenv("CI"))) {
      assertThat(RabbitBroker.isInstalled()).as(missing).isTrue();
    }
    assumeTrue(RabbitBroker.isInstalled(), missing);
    broker = RabbitBroker.start(folder.resolve("rabbit"));
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void messagesAreAppliedAndWhatCannotBeReadHoldsNothingUp() throws Exception {
    String queue = "plain";
    var unreadable = Proton.message();
    unreadable.setContentType("text/plain;charset=utf-8");
    unreadable.setBody(new Data(new Binary(new byte[] {'{', (byte) 0xff, '}'})));
    AmqpSender.send(broker.url(), queue, AmqpSender.encoded(unreadable));
    AmqpSender.send(broker.url(), queue, AmqpSender.texts(Creations.texts(MESSAGES)));
    try (TestSystem system = system(queue).start()) {
      Creations.assertEachIsAppliedOnce(system, MESSAGES);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(DeadLetterCalls.open(system.application().ledger()))
                      .singleElement()
                      .satisfies(letter -> assertThat(letter.cause()).isEqualTo("unreadable")));
      system.stop();
      assertThat(left(queue)).isZero();
    }
  }

  /** Killed between the ledger's commit and the acknowledgement, and started again. */
  @Test
  void whatABrokerThatIsKilledWasNotToldOfComesAgain() throws Exception {
    String queue = "kept";
    AmqpSender.send(broker.url(), queue, AmqpSender.texts(Creations.texts(MESSAGES)));
    broker.keepQueues();
    TroubledLedger trouble = new TroubledLedger().after(3, broker::kill);
    try (TestSystem system = system(queue)) {
      system.in(Externals.standard().withAroundLedger(trouble::around)).start();
      assertThat(trouble.happened()).as(trouble::toString).succeedsWithin(Duration.ofMinutes(2));
      broker.start();
      AmqpSender.send(broker.url(), queue, AmqpSender.texts(Creations.text(MESSAGES)));

      // A broker that was killed can take its time until it answers consumers again.
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(trouble.messages())
                      .as(() -> "messages recorded; the broker says: " + broker.log())
                      .isGreaterThan(MESSAGES + 1));
      Creations.assertEachIsAppliedOnce(system, MESSAGES + 1);
      system.stop();
      assertThat(left(queue)).isZero();
    }
  }

  /** Halted between the ledger's commit and the acknowledgement. */
  @Test
  void whatAHaltedProcessDidNotAcknowledgeComesAgain() throws Exception {
    String queue = "halted";
    AmqpSender.send(broker.url(), queue, AmqpSender.texts(Creations.texts(MESSAGES)));
    try (TestSystem system = system(queue).with("graph.lost-answer-wait", "0")) {
      try (ForkedJvm product =
          ProductProcess.start(home, HaltingLedger.Moment.AFTER_THE_COMMIT, system.settings())) {
        product.linesUntilTheEnd();
        assertThat(product.exitStatus()).isEqualTo(ProductProcess.HALTED);
      }
      system.start();
      assertThat(system.outcomeOf("id-0").outcome()).isEqualTo(Outcome.APPLIED);
      Creations.assertEachIsMadeOnce(system, MESSAGES);
      system.stop();
      assertThat(left(queue)).isZero();
    }
  }

  private TestSystem system(String queue) {
    return TestSystem.in(home)
        .with("queue.url", broker.url().toString())
        .with("queue.user", LOGIN)
        .with("queue.password", LOGIN)
        .with("queue.name", THERE + queue)
        .with("graph.budget", "none")
        .with("camel.component.queue.recovery-interval", "200");
  }

  /** How many messages the broker still has, now that the product is stopped. */
  private static int left(String queue) throws JMSException {
    JmsConnectionFactory factory = new JmsConnectionFactory(LOGIN, LOGIN, broker.url());
    factory.setReceiveLocalOnly(true);
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      var consumer = session.createConsumer(session.createQueue(THERE + queue));
      int left = 0;
      while (consumer.receive(MOMENT_MILLIS) != null) {
        left++;
      }
      return left;
    }
  }
}
