/**
 * Where all of the above meets Camel: the {@code ledger} component, the few beans that the routes
 * name, and {@link io.connectorroutes.camel.CompositionRoot}, which puts them together.
 */
package io.connectorroutes.camel;
