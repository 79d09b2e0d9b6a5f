package io.connectorroutes.graph;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that an app's certificate ends soon, or has ended: when it is first read, and once a day
 * where it is read again. One that serves many tenants is logged once. Thread safe.
 */
final class AppCertificateWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(AppCertificateWarnings.class);
  private static final Duration EVERY = Duration.ofDays(1);

  private final Duration warn;
  private final Clock clock;

  /** When they were logged last. */
  private final Map<X509Certificate, Instant> logged = new HashMap<>();

  /**
   * Nothing was read yet.
   *
   * @param warn how long before its end a certificate is warned of
   * @param clock by which a certificate has ended
   */
  AppCertificateWarnings(Duration warn, Clock clock) {
    this.warn = warn;
    this.clock = clock;
  }

  /**
   * A certificate was read.
   *
   * @param key of the configuration that gives it
   */
  synchronized void read(String key, X509Certificate certificate) {
    Instant now = clock.instant();
    Instant end = certificate.getNotAfter().toInstant();
    logged.values().removeIf(last -> !now.isBefore(last.plus(EVERY)));
    if (end.isBefore(now.plus(warn)) && logged.putIfAbsent(certificate, now) == null) {
      LOG.warn(
          "{}: the app's certificate {} {}: add a new one to the app registration, and give it"
              + " here",
          key,
          end.isBefore(now) ? "ended at" : "ends at",
          end);
    }
  }
}
