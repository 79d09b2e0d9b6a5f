/**
 * Files of the inbox and of the command line: taken when they are at rest, read in constant memory,
 * moved, reported and expired. Begin with {@link io.connectorroutes.camel.file.FileIntake}, its one
 * door, beside {@code routes/intake/file.camel.yaml}; then {@link
 * io.connectorroutes.camel.file.InboxLock} (which file is taken), {@link
 * io.connectorroutes.camel.file.InboxFiles} (where it moves) and {@link
 * io.connectorroutes.camel.file.FileRows} (its rows). What else is public is called by routes.
 */
package io.connectorroutes.camel.file;
