/**
 * PKCS #12 files (PFX): opened within bounds, judged, and written anew. Knows nothing of the other
 * packages.
 */
package io.connectorroutes.certificate;
