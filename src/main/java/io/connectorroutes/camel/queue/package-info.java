/**
 * Messages of the user's broker. Begin with {@link io.connectorroutes.camel.queue.QueueIntake}, its
 * one door, beside {@code routes/intake/queue.camel.yaml}; then {@code QueueConnections} (how it
 * connects) and {@link io.connectorroutes.camel.queue.QueueMessages} (what is read of a message).
 * What else is public is called by the route.
 */
package io.connectorroutes.camel.queue;
