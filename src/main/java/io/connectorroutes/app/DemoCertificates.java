package io.connectorroutes.app;

import io.connectorroutes.certificate.Pkcs12;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * Two client certificates for the demo, made anew each time. Their protection is the older one that
 * the service is known to take.
 */
final class DemoCertificates {
  private static final int PASSWORD_BITS = 128;
  private static final Duration VALIDITY = Duration.ofDays(365);

  private DemoCertificates() {}

  static void writeTo(Path folder) throws IOException {
    String password = new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(36);
    Files.writeString(folder.resolve("demo.pfx.password"), password);
    Files.write(folder.resolve("demo.pfx"), made(password));
    Files.write(folder.resolve("demo.renewed.pfx"), made(password));
  }

  private static byte[] made(String password) {
    return Pkcs12.selfSigned("connector-routes demo", Instant.now(), VALIDITY).written(password);
  }
}
