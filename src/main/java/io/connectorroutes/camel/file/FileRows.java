package io.connectorroutes.camel.file;

import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.intake.CheckedRows;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.intake.RowGroups;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;

/** Reads the rows of a file in groups, one group a commit, and checks them. */
public class FileRows {
  /** Rows of one commit: enough that its cost is shared, few enough to be held. */
  private static final int GROUP = 500;

  private final Receiver receiver;
  private final Recorder recorder;
  private final int mostRows;

  /**
   * Creates the bean.
   *
   * @param receiver checks rows
   * @param recorder told how the file is laid out
   * @param mostRows a file with more rows is refused
   */
  public FileRows(Receiver receiver, Recorder recorder, int mostRows) {
    this.receiver = receiver;
    this.recorder = recorder;
    this.mostRows = mostRows;
  }

  /** Whether the file is still to be recorded; one that a crash kept from moving only moves. */
  public boolean unrecorded(Exchange exchange) {
    return job(exchange).state() == Job.State.RECORDING;
  }

  /**
   * The rows of the file in the body, checked and in groups; closed by the splitter, and at its
   * end.
   *
   * @throws MalformedFileException where the file breaks its format already at its beginning
   */
  public CheckedRows read(Exchange exchange) throws IOException {
    FileSource file = exchange.getMessage().getBody(FileSource.class);
    InputStream content = Files.newInputStream(Path.of(file.path()), InboxFiles.links(exchange));
    RowReader reader = RowReader.open(file.format(), content, mostRows);
    Job job = job(exchange);
    recorder.layout(job, reader.layout());
    Receiver ours = receiver.only(exchange.getProperty(LedgerProperties.TENANT, String.class));
    return new CheckedRows(new RowGroups(reader, GROUP), rows -> checked(ours, rows, job));
  }

  /** On as many processors as are free; not those that were recorded before a crash. */
  private static ReceivedRow[] checked(Receiver receiver, List<ReadRow> rows, Job job) {
    return rows.parallelStream()
        .filter(row -> row.row() > job.rows())
        .map(row -> receiver.row(row, job.sha256()))
        .toArray(ReceivedRow[]::new);
  }

  private static Job job(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.JOB, Job.class);
  }
}
