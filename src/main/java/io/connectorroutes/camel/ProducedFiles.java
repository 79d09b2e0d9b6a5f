package io.connectorroutes.camel;

import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is published by a {@code file:} endpoint: Camel's writes under the final name and
 * leaves it to the operating system when that comes to the disk, while the ledger's mark that it
 * was published is on the disk at once.
 */
public class ProducedFiles {
  private static final String FILE = "file:";
  private static final String TEMPORARY = ".";
  private static final Logger LOG = LoggerFactory.getLogger(ProducedFiles.class);

  private static final List<String> CHOSEN_OTHERWISE =
      List.of("tempPrefix=", "tempFileName=", "fileExist=Append");

  private final List<Path> folders;

  /**
   * @param folders that outcomes and dead letters are written to
   */
  public ProducedFiles(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The same endpoint, which now writes under a name that begins with a dot and renames the file
   * when it is complete; any other kind of endpoint, and one that says how it is to be done, as it
   * is.
   */
  static String neverHalfWritten(String uri) {
    if (!uri.startsWith(FILE) || CHOSEN_OTHERWISE.stream().anyMatch(uri::contains)) {
      return uri;
    }
    return uri
        + (uri.contains("?") ? "&" : "?")
        + "tempPrefix="
        + TEMPORARY
        + "&eagerDeleteTargetFile=false";
  }

  /**
   * The same endpoint, whose folders and files their owner alone can read; any other kind of
   * endpoint, one that says what their modes are to be, and any on a system without modes, as it
   * is.
   */
  static String forTheOwnerAlone(String uri) {
    boolean hasModes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    if (!uri.startsWith(FILE) || uri.contains("chmod") || !hasModes) {
      return uri;
    }
    return uri + (uri.contains("?") ? "&" : "?") + "chmod=600&chmodDirectory=700";
  }

  /**
   * Takes away a link in the place of a file that is about to be written under its temporary name:
   * Camel would write to where it leads to. Of what stands under the name itself the link alone is
   * replaced.
   */
  public void removeLink(Exchange exchange) throws IOException {
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    for (Path folder : folders) {
      Path unfinished = folder.resolve(TEMPORARY + name);
      if (name != null && Files.isSymbolicLink(unfinished)) {
        Files.delete(unfinished);
        LOG.warn(
            "{} was a link, and is removed: links are not followed there",
            PrintableText.name(unfinished.toString()));
      }
    }
  }

  /** Brings the file that the last step wrote to the disk, if it wrote one. */
  public void secure(Exchange exchange) throws IOException {
    String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class);
    if (name == null || !Files.isRegularFile(Path.of(name))) {
      return;
    }
    Path file = Path.of(name).toAbsolutePath();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      channel.force(true);
    }
    DurableFolders.force(file.getParent());
    // The endpoint may just have made the folder.
    DurableFolders.force(file.getParent().getParent());
  }
}
