package io.connectorroutes.outcome;

import io.connectorroutes.change.TargetUrl;
import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.FolderProblems;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.files.SharedFiles;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.secret.Masking;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * Writes the result files of a job, whose folder appears at once and complete: they are written
 * into a hidden folder beside it, brought to the disk, and renamed. So writing again after a crash
 * does no harm, and several workers may write the same job at once: the first one's folder stays.
 *
 * <p>A file is there only where it has rows; {@code manifest.json} is always there. Rows are
 * streamed, so that memory does not grow with the job. Safe for use by several threads.
 */
public final class ResultFiles {
  /** Leaves room for the name of the hidden folder, which is ten bytes longer. */
  private static final int MAX_NAME_BYTES = 240;

  private static final Pattern TAG = Pattern.compile("[0-9a-f]{8}");

  private final Path directory;
  private final Reports reports;
  private final Masking masking;
  private final InternalErrors errors =
      new InternalErrors(LoggerFactory.getLogger(ResultFiles.class));

  /**
   * A writer of result files.
   *
   * @param directory where the folders of the jobs are made; need not exist
   * @param reports gives the rows
   * @param masking hides secrets and unknown fields
   */
  public ResultFiles(Path directory, Reports reports, Masking masking) {
    this.directory = directory.toAbsolutePath();
    this.reports = reports;
    this.masking = masking;
  }

  /**
   * Writes the result files of a job of a file whose rows all have their outcome. Where they are
   * there already nothing is written.
   *
   * @return their folder, named by the job. Where that name is taken by something else (results of
   *     another ledger, which are never touched), {@code NAME~2}, and so on
   * @throws IOException where they could not be written; the message names the folder. It can be
   *     tried again
   */
  public Path write(Job job) throws IOException {
    Path folder = directory.resolve(folderName(job));
    for (int number = 2; !writeInto(folder, job); number++) {
      folder = directory.resolve(folderName(job.name() + "~" + number));
    }
    return folder;
  }

  /**
   * Writes what is there of a job, done or not, into a folder of its own; the job's own folder is
   * another one. What gets its outcome meanwhile may be there as well. Whoever asked for it may
   * read it, and nobody else, however open the folder above is.
   *
   * @param folder new or empty
   * @return false where it holds something: then nothing was written
   * @throws IOException where it could not be written
   */
  public boolean snapshot(Job job, Path folder) throws IOException {
    if (!isFree(folder)) {
      return false;
    }
    publish(folder, job, PrivateFiles::createFolder);
    return true;
  }

  /**
   * The folder in a directory that holds the result files of a job; empty where they are not there.
   */
  public static Optional<Path> folderOf(Path directory, Job job) {
    Path folder = directory.resolve(folderName(job));
    try {
      for (int number = 2; Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS); number++) {
        if (Manifest.isOf(job, folder)) {
          return Optional.of(folder);
        }
        folder = directory.resolve(folderName(job.name() + "~" + number));
      }
      return Optional.empty();
    } catch (IOException e) {
      // What cannot be read is not there for whoever asks.
      return Optional.empty();
    }
  }

  /** What the folder of a job is called. */
  public static String folderName(Job job) {
    return folderName(job.name());
  }

  /** What will keep result files from being written, as far as that can be seen beforehand. */
  public Optional<String> problem() {
    return FolderProblems.of(directory, Path::toString)
        .map(wrong -> "result files cannot be written: " + wrong);
  }

  private static String folderName(String jobName) {
    String name = jobName.replace('/', '_').replace('\\', '_');
    return Shortened.within(MAX_NAME_BYTES, name.matches("\\.{1,2}") ? name + "_" : name);
  }

  /** False where the folder is there and holds something else. */
  private boolean writeInto(Path folder, Job job) throws IOException {
    try {
      if (isFree(folder)) {
        publish(folder, job, SharedFiles::createFolder);
      }
      boolean ours = !Files.isSymbolicLink(folder) && Manifest.isOf(job, folder);
      if (ours) {
        removeLeftovers(folder);
      }
      return ours;
    } catch (IOException e) {
      throw new IOException(
          "result files " + folder + " cannot be written: " + FileErrors.reason(e), e);
    }
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** Makes a folder; files in it are as open as it is. */
  @FunctionalInterface
  private interface FolderCreation {
    void create(Path folder) throws IOException;
  }

  private void publish(Path folder, Job job, FolderCreation creation) throws IOException {
    Path parent = folder.getParent();
    DurableFolders.create(parent);
    String tag = UUID.randomUUID().toString().substring(0, 8);
    Path hidden = folder.resolveSibling(hiddenPrefix(folder) + tag);
    try {
      creation.create(hidden);
      writeAll(hidden, job);
      Files.move(hidden, folder, StandardCopyOption.ATOMIC_MOVE);
      DurableFolders.force(parent);
    } catch (IOException e) {
      // Another worker was faster, and may have cleared our folder away as a leftover already.
      if (isFree(folder)) {
        throw e;
      }
    } finally {
      remove(hidden);
    }
  }

  private void writeAll(Path folder, Job job) throws IOException {
    try {
      writeOnce(folder, job);
    } catch (MissingColumnException e) {
      // Few files have such URLs, and none that has none gets the column. All is written again.
      writeOnce(
          folder,
          job.withLayout(job.layout().withColumn(Masking.URL_REFERENCE_COLUMN, TargetUrl.FIELD)));
    }
  }

  private void writeOnce(Path folder, Job job) throws IOException {
    try (ResultSet results = new ResultSet(folder, job, masking, errors)) {
      results.write(reports);
    }
  }

  private static String hiddenPrefix(Path folder) {
    return "." + folder.getFileName() + ".";
  }

  /**
   * Removes the hidden folders of this one. Done only once it is there: whoever still writes one
   * has lost the race and finds that out at its rename.
   */
  private void removeLeftovers(Path folder) throws IOException {
    String prefix = hiddenPrefix(folder);
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory, entry -> isLeftover(entry, prefix))) {
      for (Path leftover : leftovers) {
        remove(leftover);
      }
    }
  }

  private static boolean isLeftover(Path entry, String prefix) {
    String name = entry.getFileName().toString();
    return name.startsWith(prefix) && TAG.matcher(name.substring(prefix.length())).matches();
  }

  /** Removes a folder of files; one that is gone is no error. */
  private static void remove(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      Files.delete(folder);
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(folder);
  }
}
