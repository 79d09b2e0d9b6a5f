package io.connectorroutes.ledger;

import io.connectorroutes.change.FileFormat;

/**
 * A file that becomes a job.
 *
 * @param fileName its name without folders
 * @param path where it stands, absolute; tells two files of one name apart while both are open
 * @param format never null
 * @param bytes its size
 * @param sha256 of its content, lower-case hex
 * @param identity tells this file from a later one of the same name and content: its file key and
 *     the time of its last change; never null
 */
public record FileSource(
    String fileName, String path, FileFormat format, long bytes, String sha256, String identity) {}
