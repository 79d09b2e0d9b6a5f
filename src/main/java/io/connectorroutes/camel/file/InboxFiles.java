package io.connectorroutes.camel.file;

import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.camel.ledger.Refusal;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a dropped file around its recording: described before, placed after, in {@code
 * accepted/} or {@code refused/} beside the inbox that it was dropped into.
 */
public class InboxFiles {
  private static final Logger LOG = LoggerFactory.getLogger(InboxFiles.class);
  private static final String REASON = ".reason.txt";

  /** Beside an inbox: files that were recorded. */
  static final String ACCEPTED = "accepted";

  /** Beside an inbox: files that break their format or a bound. */
  static final String REFUSED = "refused";

  private final long mostBytes;
  private final InboxFileRecords records;
  private final Reports reports;

  /**
   * Creates the bean.
   *
   * @param mostBytes a larger file is refused
   * @param records told of accepted and refused files
   * @param reports of jobs, which other processes record as well
   */
  public InboxFiles(long mostBytes, InboxFileRecords records, Reports reports) {
    this.mostBytes = mostBytes;
    this.records = records;
    this.reports = reports;
  }

  /**
   * Replaces the file in the body by its description.
   *
   * @throws MalformedFileException where it is empty, too large or of no known format
   */
  public void describe(Exchange exchange)
      throws IOException, InvalidPayloadException, MalformedFileException {
    Object body = exchange.getMessage().getBody();
    File file = exchange.getMessage().getMandatoryBody(File.class);
    boolean fromInbox = body instanceof GenericFile;
    exchange.setProperty(LedgerProperties.FROM_INBOX, fromInbox);
    Path path = file.toPath().toAbsolutePath();
    requireRegular(FileIdentity.attributes(path, links(exchange)));
    exchange.getMessage().setBody(source(path, links(exchange)));
  }

  /**
   * How the file at hand is opened. Whoever may write to the inbox may not be allowed to read what
   * a link there leads to, and may put it there at any moment.
   */
  static LinkOption[] links(Exchange exchange) {
    return exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class)
        ? new LinkOption[] {LinkOption.NOFOLLOW_LINKS}
        : new LinkOption[0];
  }

  /** Before it is opened: to open a pipe waits for somebody who writes to it. */
  private static void requireRegular(BasicFileAttributes attributes) throws MalformedFileException {
    if (!attributes.isRegularFile()) {
      throw new MalformedFileException(
          "this is a "
              + (attributes.isSymbolicLink() ? "link" : "pipe, device or folder")
              + " and no file: drop the file itself");
    }
  }

  /**
   * Makes sure that the rows that were read are those of the file that was described. Whoever has
   * recorded the same file meanwhile has done so; a {@code run} has moved it away since then.
   *
   * @throws FileChangedException where the file was written to since then
   */
  public void requireUnchanged(Exchange exchange) throws IOException, InvalidPayloadException {
    FileSource read = exchange.getMessage().getMandatoryBody(FileSource.class);
    if (!isUnchanged(read, links(exchange)) && !isImportOfRecorded(exchange)) {
      throw new FileChangedException(
          PrintableText.name(read.fileName())
              + " was written to or removed while it was read; it is read again when it is at rest."
              + " Write it under a name that begins with a dot, and rename it when it is complete");
    }
  }

  private boolean isImportOfRecorded(Exchange exchange) {
    return !exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class)
        && reports
            .job(exchange.getProperty(LedgerProperties.JOB, Job.class).name())
            .filter(Job::isRecorded)
            .isPresent();
  }

  private static boolean isUnchanged(FileSource read, LinkOption... links) throws IOException {
    try {
      BasicFileAttributes now = FileIdentity.attributes(Path.of(read.path()), links);
      return now.size() == read.bytes() && FileIdentity.of(now).equals(read.identity());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private FileSource source(Path path, LinkOption... links)
      throws IOException, MalformedFileException {
    String name = path.getFileName().toString();
    FileFormat format =
        FileFormat.ofFileName(name)
            .orElseThrow(
                () ->
                    new MalformedFileException(
                        "the file is none of .json, .jsonl and .csv: rename it"));
    BasicFileAttributes attributes = FileIdentity.attributes(path, links);
    if (attributes.size() == 0) {
      throw new MalformedFileException("the file is empty: give it again with its rows");
    }
    if (attributes.size() > mostBytes) {
      throw new MalformedFileException(
          "the file has "
              + attributes.size()
              + " bytes, more than inbox.max-bytes ("
              + mostBytes
              + "): split it, or raise inbox.max-bytes");
    }
    return new FileSource(
        name,
        path.toString(),
        format,
        attributes.size(),
        sha256(path, links),
        FileIdentity.of(attributes));
  }

  private static String sha256(Path path, LinkOption... links) throws IOException {
    try {
      return contentSha256(path, links);
    } catch (AccessDeniedException e) {
      throw new MalformedFileException(
          "the user that this program runs as may not read the file: let it, and give it again", e);
    }
  }

  private static String contentSha256(Path path, LinkOption... links) throws IOException {
    try (InputStream in = Files.newInputStream(path, links)) {
      return HexFormat.of().formatHex(Sha256.of(in));
    }
  }

  /** Says where the recorded file goes. */
  public void accept(Exchange exchange) throws IOException, InvalidPayloadException {
    Job job = exchange.getProperty(LedgerProperties.JOB, Job.class);
    if (exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class)) {
      Path accepted = beside(exchange, ACCEPTED);
      PrivateFiles.createFolder(accepted);
      Path destination = FileNames.free(accepted, job.name(), AcceptedFiles.LONGEST_SUFFIX);
      records.accepted(
          job, exchange.getMessage().getMandatoryBody(FileSource.class), destination.toString());
      place(exchange, destination);
    }
    boolean isKnown = exchange.getProperty(LedgerProperties.IS_RECORDED, false, Boolean.class);
    LOG.info(
        isKnown
            ? "{} was recorded before: job {} with {} goes on"
            : "{} is recorded as job {} with {}",
        PrintableText.name(job.fileName()),
        PrintableText.name(job.name()),
        Counted.of(job.rows(), "row"));
  }

  /** Says where the refused file goes, and writes the reason beside it. */
  public void refuse(Exchange exchange) throws IOException {
    String why = Refusal.of(exchange);
    exchange.setProperty(LedgerProperties.REFUSAL, why);
    if (exchange.getProperty(LedgerProperties.FROM_INBOX, false, Boolean.class)) {
      Path refused = beside(exchange, REFUSED);
      PrivateFiles.createFolder(refused);
      String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
      LOG.warn("{} is refused: {}", PrintableText.name(name), why);
      Path destination = FileNames.free(refused, name, REASON.length());
      Path reason = destination.resolveSibling(destination.getFileName() + REASON);
      // Of its own: other workers may share the folder.
      Path unfinished = refused.resolve("." + UUID.randomUUID() + ".reason.tmp");
      try (FileChannel channel = SharedFiles.create(unfinished)) {
        Channels.newOutputStream(channel).write((why + "\n").getBytes(StandardCharsets.UTF_8));
      }
      Files.move(unfinished, reason, StandardCopyOption.ATOMIC_MOVE);
      records.refused(name, destination.toString(), why);
      place(exchange, destination);
    }
  }

  /** A folder beside the inbox of the file at hand. */
  private static Path beside(Exchange exchange, String folder) {
    GenericFile<?> file = exchange.getProperty(FileComponent.FILE_EXCHANGE_FILE, GenericFile.class);
    return Path.of(file.getAbsoluteFilePath()).getParent().resolveSibling(folder);
  }

  private static void place(Exchange exchange, Path destination) {
    exchange.setProperty(LedgerProperties.DESTINATION, destination.toString());
  }
}
