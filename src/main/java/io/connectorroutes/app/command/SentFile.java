package io.connectorroutes.app.command;

import java.nio.file.Path;

/**
 * What became of a file whose rows were sent.
 *
 * @param file absolute
 * @param sent messages that the broker took
 * @param unreadable the rows that are no messages, and why
 * @param left rows that were not sent, since the process was asked to stop
 */
public record SentFile(Path file, int sent, UnreadableRows unreadable, int left) {}
