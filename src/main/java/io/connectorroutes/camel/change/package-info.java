/**
 * The component {@code connector-change:}, the face that other Camel applications see. Begin with
 * {@link io.connectorroutes.camel.change.ConnectorChangeVerb}, what its endpoints do, and {@link
 * io.connectorroutes.camel.change.ConnectorChangeEndpoint}, their options. What Camel reads of
 * them, below {@code src/generated}, is written by camel-component-maven-plugin.
 */
package io.connectorroutes.camel.change;
