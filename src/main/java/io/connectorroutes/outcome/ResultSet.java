package io.connectorroutes.outcome;

import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.secret.Masking;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The result files of one job while they are written, row by row, into one folder. */
final class ResultSet implements Closeable {
  private final Path folder;
  private final Job job;
  private final Masking masking;
  private final InternalErrors errors;
  private final Manifest manifest;
  private final Map<ResultGroup, ResultFile> files = new EnumMap<>(ResultGroup.class);

  /** A set in a folder that exists and is empty. */
  ResultSet(Path folder, Job job, Masking masking, InternalErrors errors) {
    this.errors = errors;
    this.folder = folder;
    this.job = job;
    this.masking = masking;
    this.manifest = new Manifest(job);
  }

  /** Writes all rows and the manifest, and brings them to the disk. */
  void write(Reports reports) throws IOException {
    try {
      reports.rows(job, this::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<ResultFile.Summary> summaries = new ArrayList<>();
    for (ResultFile file : files.values()) {
      summaries.add(file.finish());
    }
    writeManifest(summaries);
    DurableFolders.force(folder);
  }

  private void add(JobRow row) {
    try {
      file(ResultGroup.of(row.outcome().outcome())).write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    manifest.count(row);
  }

  private ResultFile file(ResultGroup group) throws IOException {
    ResultFile file = files.get(group);
    if (file == null) {
      file = new ResultFile(folder, job, group, masking, errors);
      files.put(group, file);
    }
    return file;
  }

  private void writeManifest(List<ResultFile.Summary> summaries) throws IOException {
    try (FileChannel file = SharedFiles.create(folder.resolve(Manifest.FILE_NAME))) {
      Channels.newOutputStream(file).write(manifest.document(summaries));
      file.force(true);
    }
  }

  /** Closes files that a failure left open. */
  @Override
  public void close() throws IOException {
    for (ResultFile file : files.values()) {
      file.close();
    }
  }
}
