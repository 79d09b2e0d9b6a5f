/**
 * Tokens of Microsoft Entra ID: {@link io.connectorroutes.identity.CachedCredential} keeps those of
 * any credential, and {@link io.connectorroutes.identity.ProcessIdentity} is who the process itself
 * is in Azure. Of ours, {@code text} alone may be imported here.
 */
package io.connectorroutes.identity;
