package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.file;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.recording.UnreadCertificates;
import io.connectorroutes.testing.DeadLetterCalls;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What is kept of the certificates in changes. */
@OnBothDatabases
class ClientCertificatesTest extends LedgerSuite {
  private static final ClientCertificate CERTIFICATE =
      new ClientCertificate("0123456789ABCDEF0123456789ABCDEF01234567", Instant.EPOCH);

  private final List<String> read = new ArrayList<>();

  @Test
  void theThumbprintComesWithTheChangeAlsoWhenItIsReplayed() {
    ledger.recorder().recordMessage(QUEUE, Samples.message(update("c1", "x"), CERTIFICATE));
    Claimed<List<String>> claimed = claimFirst().orElseThrow();

    assertThat(claimed.changes().get(0).thumbprint()).isEqualTo(CERTIFICATE.thumbprint());

    ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.FAILED));
    DeadLetterCalls.replay(ledger, List.of("c1"));
    assertThat(claimFirst().orElseThrow().changes().get(0).thumbprint())
        .isEqualTo(CERTIFICATE.thumbprint());
  }

  @Test
  void aChangeWithoutACertificateHasNoThumbprint() {
    send(update("c1", "x"));

    assertThat(claimFirst().orElseThrow().changes().get(0).thumbprint()).isNull();
  }

  @Test
  void certificatesOfChangesOfAnEarlierVersionAreReadOnceInEachState() throws Exception {
    send(update("failed", "f"));
    deliver(Outcome.FAILED);
    send(update("applied", "a"));
    deliver(Outcome.APPLIED);
    send(update("waiting", "w"), update("queued", "w"), update("other", "o"));
    send(update("waiting", "w"));
    Job job = ledger.recorder().openFile(file("a.jsonl"), false);
    ledger.recorder().record(job, List.of(row(1, update("recorded", "r"))));
    asOfAnEarlierVersion();

    ledger.recorder().readCertificates(this::reader);

    assertThat(read).containsExactly("failed", "waiting", "queued", "other", "recorded");
    assertThat(claimFirst().orElseThrow().changes().get(0).thumbprint())
        .isEqualTo(CERTIFICATE.thumbprint());
    ledger.recorder().readCertificates(this::reader);
    assertThat(read).hasSize(5);
  }

  static Stream<Supplier<Throwable>> failures() {
    return InternalErrorsTest.failures();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aCertificateThatCannotBeReadKeepsNoOtherFromBeingRead(Supplier<Throwable> failure)
      throws Exception {
    send(update("c1", "x"), update("c2", "y"));
    asOfAnEarlierVersion();

    ledger
        .recorder()
        .readCertificates(
            change -> {
              if (change.changeId().equals("c1")) {
                InternalErrorsTest.throwIt(failure.get());
              }
              return reader(change);
            });

    assertThat(read).containsExactly("c2");
    assertThat(claimAll().orElseThrow().changes())
        .extracting(DueChange::thumbprint)
        .containsExactly(null, CERTIFICATE.thumbprint());
  }

  @Test
  void theTextOfAnExceptionAboutACertificateIsNotLogged() throws Exception {
    send(update("c1", "x"));
    asOfAnEarlierVersion();
    Logger log = (Logger) LoggerFactory.getLogger(UnreadCertificates.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      ledger
          .recorder()
          .readCertificates(
              change -> {
                throw new IllegalArgumentException("canary-secret");
              });
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list)
        .filteredOn(event -> event.getThrowableProxy() != null)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getFormattedMessage())
                  .startsWith("the certificate of change c1: ")
                  .contains("IllegalArgumentException")
                  .doesNotContain("canary-secret");
              assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                  .doesNotContain("canary-secret");
            });
  }

  @Test
  void readingGoesOnWhereItWasInterrupted() throws Exception {
    for (int i = 0; i < 50; i++) {
      send(update("c" + i, "x" + i));
    }
    asOfAnEarlierVersion();

    assertThatThrownBy(
            () ->
                ledger
                    .recorder()
                    .readCertificates(
                        change -> {
                          if (change.changeId().equals("c45")) {
                            throw new OutOfMemoryError("for the test");
                          }
                          return reader(change);
                        }))
        .isInstanceOf(OutOfMemoryError.class);
    read.clear();
    ledger.recorder().readCertificates(this::reader);

    assertThat(read).hasSize(10).startsWith("c40").endsWith("c49");
  }

  private Optional<ClientCertificate> reader(ConnectorChange change) {
    read.add(change.changeId());
    return Optional.of(CERTIFICATE);
  }

  /** What the migration does with a ledger that has changes. */
  private void asOfAnEarlierVersion() throws IOException, SQLException {
    try (var in =
        getClass()
            .getResourceAsStream(
                "/io/connectorroutes/ledger/migration/V5__client_certificate.sql")) {
      String script = new String(in.readAllBytes(), UTF_8);
      alter(script.substring(script.indexOf("INSERT INTO unread_certificate")));
    }
  }
}
