/**
 * Secrets: which fields are secret, references to secrets and who may use them, and masking.
 * Imports {@code change} only.
 */
package io.connectorroutes.secret;
