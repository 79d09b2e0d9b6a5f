package io.connectorroutes.ledger;

import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** An empty SQLite ledger that was migrated once, and is copied where thousands are needed. */
public final class LedgerTemplate {
  private static final String FILE = "ledger.db";
  private static final String KEY = "ledger.key";

  private final byte[] file;
  private final byte[] key;

  /** Makes one in an empty folder. */
  public LedgerTemplate(Path folder) throws IOException {
    Ledgers.open(settings(folder, Duration.ZERO), Clock.systemUTC()).close();
    this.file = Files.readAllBytes(folder.resolve(FILE));
    this.key = Files.readAllBytes(folder.resolve(KEY));
  }

  /** How to open the ledger of a folder. */
  public static LedgerSettings settings(Path folder, Duration lease) {
    return new LedgerSettings(
        "jdbc:sqlite:" + folder.resolve(FILE), null, null, null, folder.resolve(KEY), lease);
  }

  /** A ledger in that folder, empty. */
  public void copyTo(Path folder) throws IOException {
    write(folder.resolve(FILE), file);
    write(folder.resolve(KEY), key);
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    PrivateFiles.createFile(path);
    Files.write(path, bytes);
  }
}
