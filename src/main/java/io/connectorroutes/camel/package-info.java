/**
 * Where all of the above meets Camel: the {@code ledger} component and the few beans that the
 * routes name.
 */
package io.connectorroutes.camel;
