package io.connectorroutes.sandbox;

import io.connectorroutes.sandbox.Authentication.Certificate;
import io.connectorroutes.sandbox.Authentication.ClientCertificates;
import io.connectorroutes.sandbox.Authentication.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Reads PKCS #12 values that come with requests. */
final class Certificates {
  private static final long ASSUMED_VALIDITY_SECONDS = Duration.ofDays(365).toSeconds();

  private final boolean mustOpen;
  private final Clock clock;

  Certificates(SandboxOptions options) {
    this.mustOpen = options.openCertificates();
    this.clock = options.clock();
  }

  /**
   * Reads {@code pkcs12Value} and {@code password}.
   *
   * @return an authentication of that one certificate
   * @throws Refusal where one is missing, or the value cannot be opened and must be
   */
  Received read(StrictObject body) {
    String value = body.secret("pkcs12Value");
    String password = body.secret("password");
    Certificate certificate = certificate(value, password);
    return new Received(
        new ClientCertificates(List.of(certificate), now()), new ReceivedSecret(password, value));
  }

  /** What an API connector has after an upload: its certificates before, and the new one. */
  ClientCertificates append(Authentication before, ClientCertificates uploaded) {
    return before instanceof ClientCertificates certificates
        ? certificates.plus(uploaded.list().get(0), now())
        : uploaded;
  }

  private Certificate certificate(String value, String password) {
    try {
      return open(Base64.getDecoder().decode(value), password);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      if (mustOpen) {
        // The code that Microsoft's B2C service gives where it cannot open a PFX.
        throw new Refusal(
            400, "AADB2C90213", "The certificate or its password provided is not valid.");
      }
      return assumed(value);
    }
  }

  private static Certificate open(byte[] pfx, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pfx), password.toCharArray());
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
        return new Certificate(
            sha1(found.getEncoded()),
            found.getNotBefore().toInstant().getEpochSecond(),
            found.getNotAfter().toInstant().getEpochSecond());
      }
    }
    throw new GeneralSecurityException("no entry with a private key and a certificate");
  }

  private Certificate assumed(String value) {
    return new Certificate(
        sha1(value.getBytes(StandardCharsets.UTF_8)), now(), now() + ASSUMED_VALIDITY_SECONDS);
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
