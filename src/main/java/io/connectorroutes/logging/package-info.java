/**
 * What must never be logged, whoever's log it is: {@link io.connectorroutes.logging.WireLogs}. Only
 * {@code WireLogFilter} knows Logback, and is not touched where that is not there. Imports no other
 * package.
 */
package io.connectorroutes.logging;
