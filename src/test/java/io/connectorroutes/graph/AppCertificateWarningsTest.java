package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.testing.SettableClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AppCertificateWarningsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final X509Certificate CERTIFICATE =
      Pkcs12.selfSigned("app", BEGIN, Duration.ofDays(365)).certificate();
  private static final String KEY = "graph.tenants.north.client-certificate";

  private final SettableClock clock = new SettableClock(BEGIN.plus(Duration.ofDays(334)));
  private final AppCertificateWarnings warnings =
      new AppCertificateWarnings(Duration.ofDays(30), clock);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AppCertificateWarnings.class);

  @BeforeEach
  void watchLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leaveLog() {
    logger.detachAppender(log);
  }

  @Test
  void aCertificateIsWarnedOfBeforeItsEndOnceADayAndAfterIt() {
    warnings.read(KEY, CERTIFICATE);
    assertThat(lines()).as("31 days before").isEmpty();

    clock.advance(Duration.ofDays(2));
    warnings.read(KEY, CERTIFICATE);
    warnings.read("graph.tenants.south.client-certificate", CERTIFICATE);
    assertThat(lines())
        .containsExactly(
            KEY
                + ": the app's certificate ends at 2027-01-01T00:00:00Z: add a new one to the app"
                + " registration, and give it here");

    clock.advance(Duration.ofHours(23));
    warnings.read(KEY, CERTIFICATE);
    assertThat(lines()).hasSize(1);
    clock.advance(Duration.ofHours(1));
    warnings.read(KEY, CERTIFICATE);
    assertThat(lines()).hasSize(2);

    clock.advance(Duration.ofDays(60));
    warnings.read(KEY, CERTIFICATE);
    assertThat(lines().get(2)).contains("the app's certificate ended at 2027-01-01T00:00:00Z");
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
