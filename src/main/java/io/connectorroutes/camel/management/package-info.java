/**
 * The management server. Begin with {@link io.connectorroutes.camel.management.ManagementAddress}
 * (where it listens) and {@link io.connectorroutes.camel.management.ManagementAccess} (who is
 * answered), its doors; {@link io.connectorroutes.camel.management.ManagementServer} is the one of
 * another application, in the program Camel Main has one. Knows no other room.
 */
package io.connectorroutes.camel.management;
