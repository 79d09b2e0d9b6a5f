package io.connectorroutes.database;

import io.connectorroutes.files.DurableFolders;
import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.PrivateFiles;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of an SQLite database. It is written beside its place and appears there whole: one that
 * was cut short would look like a backup.
 */
final class SqliteCopy {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteCopy.class);

  private final DataSource source;
  private final Linking linking;

  /** Gives a file a second name; {@link Files#createLink}. */
  @FunctionalInterface
  interface Linking {
    /** Fails where something has that name. */
    void link(Path name, Path file) throws IOException;
  }

  SqliteCopy(DataSource source) {
    this(source, Files::createLink);
  }

  SqliteCopy(DataSource source, Linking linking) {
    this.source = source;
    this.linking = linking;
  }

  /**
   * Writes it.
   *
   * @param copy absolute; nothing may be there
   * @throws DatabaseException where something is, or it cannot be written
   */
  void writeTo(Path copy) {
    if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere(copy, null);
    }
    if (!Files.isDirectory(copy.getParent())) {
      throw new DatabaseException(
          "the backup "
              + copy
              + " cannot be written: there is no folder "
              + copy.getParent()
              + "; make it, or give another name");
    }
    Path unfinished =
        copy.resolveSibling("." + copy.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      write(unfinished);
      appear(unfinished, copy);
    } catch (FileAlreadyExistsException e) {
      throw isThere(copy, e);
    } catch (IOException e) {
      throw failed(copy, FileErrors.reason(e), e);
    } catch (SQLException e) {
      throw failed(copy, e.getMessage(), e);
    } finally {
      delete(unfinished);
    }
  }

  /** SQLite fills a file that is there and empty, and leaves its mode. */
  private void write(Path file) throws IOException, SQLException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE_NEW);
        Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, file.toString());
      statement.execute();
      channel.force(true);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be deleted, and is of no use: delete it", PrintableText.text(file.toString()));
    }
  }

  /** A link is never made over a file, by whomever that was made meanwhile. */
  private void appear(Path unfinished, Path copy) throws IOException {
    try {
      linking.link(copy, unfinished);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      // Not every file system has links.
      move(unfinished, copy);
    }
    DurableFolders.force(copy.getParent());
  }

  /** A move may go over a file: the name is taken first. */
  private static void move(Path unfinished, Path copy) throws IOException {
    PrivateFiles.open(copy, StandardOpenOption.CREATE_NEW).close();
    try {
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(copy);
      throw e;
    }
  }

  private static DatabaseException isThere(Path copy, Exception e) {
    return new DatabaseException(
        copy + " is there already, and a backup is never written over a file: give another name",
        e);
  }

  private static DatabaseException failed(Path copy, String reason, Exception e) {
    return new DatabaseException(
        "the backup "
            + copy
            + " cannot be written: "
            + reason
            + "; see to its folder and to the room on its disk",
        e);
  }
}
