package io.connectorroutes.app.command;

import java.nio.file.Path;
import java.util.Map;

/**
 * What became of a file whose rows were sent.
 *
 * @param file absolute
 * @param sent messages that the broker took
 * @param unreadable by row, why it is no message; in the order of the rows
 * @param left rows that were not sent, since the process was asked to stop
 */
public record SentFile(Path file, int sent, Map<Integer, String> unreadable, int left) {}
