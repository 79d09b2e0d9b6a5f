package io.connectorroutes.outcome;

import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.Sha256;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** One result file while it is written; its rows are counted and its content hashed on the way. */
final class ResultFile implements Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String name;
  private final FileChannel file;
  private final MessageDigest digest = Sha256.digest();
  private final Writer out;
  private final RowWriter rows;
  private final InternalErrors errors;
  private int count;

  /** A new file of that group in that folder, in the format and layout of the job's input. */
  ResultFile(Path folder, Job job, ResultGroup group, Masking masking, InternalErrors errors)
      throws IOException {
    this.errors = errors;
    name = group.stem() + job.format().extension();
    // Written anew where a row turned out to need a column more.
    Files.deleteIfExists(folder.resolve(name));
    file = SharedFiles.create(folder.resolve(name));
    out =
        new BufferedWriter(
            new OutputStreamWriter(
                new DigestOutputStream(Channels.newOutputStream(file), digest),
                StandardCharsets.UTF_8));
    if (job.layout().byteOrderMark()) {
      out.write(BYTE_ORDER_MARK);
    }
    rows = writer(job, group, masking);
  }

  private RowWriter writer(Job job, ResultGroup group, Masking masking) {
    return switch (job.format()) {
      case JSON -> new JsonRowWriter(out, true, job.layout().lineEnd(), group, masking);
      case JSON_LINES -> new JsonRowWriter(out, false, job.layout().lineEnd(), group, masking);
      case CSV -> new CsvRowWriter(out, job.layout(), group, masking);
    };
  }

  /** Writes a row; one that cannot be written as a whole has its result alone. */
  void write(JobRow row) throws IOException {
    try {
      rows.write(row);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("the result of change " + row.changeId(), e);
      rows.write(row.withoutContent());
    }
    count++;
  }

  /** Ends the file, brings it to the disk and closes it. */
  Summary finish() throws IOException {
    rows.end();
    out.flush();
    file.force(true);
    close();
    return new Summary(name, count, HexFormat.of().formatHex(digest.digest()));
  }

  /** Closes the file as it is. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * A finished file.
   *
   * @param sha256 of its content, lower-case hex
   */
  record Summary(String name, int rows, String sha256) {}
}
