/**
 * Logging: what must never be written, whatever the configuration says. Read {@link
 * io.connectorroutes.app.logging.WireLogs} first.
 */
package io.connectorroutes.app.logging;
