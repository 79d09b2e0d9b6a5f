/**
 * The command line: one class for each command, and what they share. What a command needs of the
 * rest of the product comes in by {@link Collaborators}, so that each can be tried alone.
 */
package io.connectorroutes.app.command;
