package io.connectorroutes.ledger.encryption;

import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that a generated {@code ledger.key} is in. It may be a link: what counts is the file
 * that it leads to.
 */
record KeyFile(Path file) {
  /**
   * The key in it; of a new ledger one is made where there is none.
   *
   * @throws DatabaseException where it is missing or malformed, or others can read it
   */
  LedgerKey read(boolean isNewLedger) throws IOException {
    if (Files.exists(file)) {
      PrivateFiles.exposed(file)
          .ifPresent(
              problem -> {
                throw new DatabaseException(
                    problem + "; if somebody may have read the key, change it by ledger rekey");
              });
      return LedgerKey.of(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
    }
    if (!isNewLedger || Files.isSymbolicLink(file)) {
      throw new DatabaseException(
          "the ledger's key file " + file + " is missing: restore it, or set ledger.key");
    }
    String key = LedgerKey.generated();
    PrivateFiles.write(file, key + "\n");
    return LedgerKey.of(key, file.toString());
  }
}
