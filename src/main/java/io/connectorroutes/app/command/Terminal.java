package io.connectorroutes.app.command;

import java.io.PrintWriter;

/**
 * Where commands write.
 *
 * @param out what was asked for
 * @param err errors, warnings and progress, a line each
 */
public record Terminal(PrintWriter out, PrintWriter err) {}
