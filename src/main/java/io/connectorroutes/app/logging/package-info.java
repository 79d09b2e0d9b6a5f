/** Logging: what must never be written, whatever the configuration says. */
package io.connectorroutes.app.logging;
