/**
 * Operations as data: an effect on an object of a kind, from which follow what a change refers to,
 * which name it gives, and whether its request may be sent twice. Start with {@link
 * io.connectorroutes.change.operation.Operation}. Imports no other package of ours.
 */
package io.connectorroutes.change.operation;
