package io.connectorroutes.app.config;

import java.time.Duration;

/**
 * The {@code certificates.*} keys.
 *
 * @param check never null
 * @param repack whether a PFX that Graph does not read is packed anew
 * @param warn how long before its end a certificate is warned about; zero or positive
 */
public record CertificateSection(CertificateCheck check, boolean repack, Duration warn) {
  static CertificateSection from(Values values) {
    return new CertificateSection(
        values.get(Keys.CERTIFICATES_CHECK),
        values.get(Keys.CERTIFICATES_REPACK),
        values.get(Keys.CERTIFICATES_WARN));
  }
}
