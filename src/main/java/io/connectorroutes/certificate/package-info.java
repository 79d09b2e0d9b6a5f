/**
 * PKCS #12 files (PFX), also those in changes: opened within bounds, checked, and written anew.
 * Imports {@code change} only.
 *
 * <p>Read {@link io.connectorroutes.certificate.CertificateCheck} first: what is checked of the
 * certificate in a change; then {@link io.connectorroutes.certificate.Pkcs12} (a file, opened by
 * {@code Pkcs12Reader} within {@code Protection}'s bounds, written by {@code Pkcs12Writer}). {@link
 * io.connectorroutes.certificate.Pem} is for the program's own.
 */
package io.connectorroutes.certificate;
