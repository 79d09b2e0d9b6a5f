package io.connectorroutes.app.config;

/** What is done with a certificate that Graph would not take or that is about to expire. */
public enum CertificateCheck {
  REJECT,
  WARN,
  OFF
}
