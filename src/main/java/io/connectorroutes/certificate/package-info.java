/**
 * PKCS #12 files (PFX): opened within bounds, checked, and written anew. Knows nothing of the other
 * packages.
 */
package io.connectorroutes.certificate;
