package io.connectorroutes.certificate;

import java.time.Instant;

/**
 * What is kept of the client certificate in a change.
 *
 * @param thumbprint SHA-1, 40 upper-case hex digits
 * @param end when it stops being valid
 */
public record ClientCertificate(String thumbprint, Instant end) {}
