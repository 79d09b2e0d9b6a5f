/**
 * PKCS #12 files (PFX), also those in changes: opened within bounds, checked, and written anew.
 * Imports {@code change} only.
 */
package io.connectorroutes.certificate;
