/**
 * The traces of changes, by OpenTelemetry, where an application has Camel's tracer of it. Nothing
 * of it is touched elsewhere.
 */
package io.connectorroutes.camel.trace;
