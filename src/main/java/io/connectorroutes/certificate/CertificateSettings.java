package io.connectorroutes.certificate;

import java.time.Duration;

/**
 * What is done with certificates: the keys {@code certificates.*}.
 *
 * @param check never null
 * @param repack whether a file that is protected with AES is written anew with Triple DES
 * @param warn how long before its end a certificate is warned of
 */
public record CertificateSettings(Check check, boolean repack, Duration warn) {

  /** How a fault of a certificate is taken. */
  public enum Check {
    /** The change is rejected. */
    REJECT,
    /** The fault is logged, and the change goes on. */
    WARN,
    /** Certificates are not looked at. */
    OFF
  }
}
