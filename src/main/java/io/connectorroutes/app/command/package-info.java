/**
 * The command line: one class for each command, with its options and the call that it makes. Read
 * {@link io.connectorroutes.app.command.CommandLines} first, then a command. What they need of the
 * rest of the product comes in by {@link io.connectorroutes.app.command.Collaborators}, so that
 * each can be tried alone; what they print is made by {@code StatusText}, {@code StatusJson} and so
 * on.
 */
package io.connectorroutes.app.command;
