package io.connectorroutes.database;

/** The table that says which migrations were done. */
final class SchemaHistory {
  /** A name that nobody else's Flyway has. */
  static final String TABLE = "connector_routes_history";

  /** The same number for all processes that migrate ledgers of one database: "CRMI". */
  static final long LOCK = 0x43524d49;

  private SchemaHistory() {}

  /** Why a ledger is refused that was migrated to that version. */
  static DatabaseException isNewer(String version) {
    return new DatabaseException(
        "the ledger has schema version "
            + version
            + ", which this program is too old for: use the program that wrote it");
  }
}
