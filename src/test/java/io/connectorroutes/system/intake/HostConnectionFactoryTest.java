package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.TestQueue;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Messages that come by a connection factory of the application around. */
class HostConnectionFactoryTest {
  @TempDir Path folder;

  private static ConnectionFactory plain(TestQueue queue) {
    String url = queue.url().toString();
    return url.startsWith("amqp")
        ? new JmsConnectionFactory(url)
        : new ActiveMQConnectionFactory(url);
  }

  private HostApplication host(Sandbox sandbox) {
    return HostApplication.with(folder.resolve("home"), sandbox).keys("connection-factory=theirs");
  }

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void changesAreTakenAndWhatIsNoTextIsRejected(TestQueue.Protocol protocol) throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), protocol);
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        HostApplication host = host(sandbox).bind("theirs", plain(queue)).start()) {
      queue.send(session -> session.createObjectMessage("an object"));
      queue.send(Creations.texts(1));

      Reports reports = reports(host);
      OutcomeRecord outcome =
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> outcome(reports, "id-0"), found -> found != null);
      assertThat(outcome.outcome()).isEqualTo(Outcome.APPLIED);
      queue.awaitEmpty();
      assertThat(sandbox.journal()).filteredOn(e -> e.method().equals("POST")).hasSize(1);
      assertThat(queue.depth(TestQueue.REFUSED)).isZero();
    }
  }

  @Test
  void aFactoryThatKeepsSessionsKeepsNoMessageBack() throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.AMQP);
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      CachingConnectionFactory theirs = new CachingConnectionFactory(plain(queue));
      try (HostApplication host = host(sandbox).bind("theirs", theirs).start()) {
        queue.send(Creations.texts(1));
        Reports reports = reports(host);
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> outcome(reports, "id-0"), found -> found != null);
      }

      queue.send(Creations.texts(20));
      List<String> taken = new ArrayList<>();
      Awaitility.await()
          .alias("no consumer of ours is left")
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                taken.addAll(queue.take(TestQueue.NAME));
                return taken.size() == 20;
              });
      theirs.destroy();
    }
  }

  private static Reports reports(HostApplication host) {
    return host.embedded().ledgerRoot().ledger().reports();
  }

  private static OutcomeRecord outcome(Reports reports, String changeId) {
    return reports.history(changeId).stream()
        .map(Reports.History::outcomes)
        .flatMap(List::stream)
        .findFirst()
        .orElse(null);
  }
}
