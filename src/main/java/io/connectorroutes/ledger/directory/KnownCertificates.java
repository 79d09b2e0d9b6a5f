package io.connectorroutes.ledger.directory;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * When the certificates of API connectors end, as far as the directory knows it. Of each account
 * the first entries of an index are read.
 */
public final class KnownCertificates {
  private static final String IN_ORDER =
      " AND o.certificate_end > 0 ORDER BY o.certificate_end LIMIT ";

  /** No certificate in use ended before 1970. */
  private static final String FIRST_OF_EACH =
      "SELECT a.id, a.account_key, a.alias, (SELECT o.certificate_end"
          + KnownObjects.KNOWN
          + "a.id"
          + IN_ORDER
          + "1) AS certificate_end FROM account a";

  private static final String OF_ONE =
      "SELECT o.object_id, o.name, o.certificate_end"
          + KnownObjects.KNOWN
          + "? AND o.certificate_end < ?"
          + IN_ORDER
          + "?";

  /**
   * The first end of an account.
   *
   * @param id the account's
   * @param account its key
   * @param alias what its tenant was called last; null for the default one
   */
  public record First(long id, String account, String alias, Instant end) {
    private static First of(Row row) throws SQLException {
      return new First(
          row.number("id"),
          row.text("account_key"),
          row.text("alias"),
          row.time("certificate_end"));
    }

    private CertificateEnd end(Row row) throws SQLException {
      return new CertificateEnd(
          account, alias, row.text("object_id"), row.text("name"), row.time("certificate_end"));
    }
  }

  private KnownCertificates() {}

  /** Of each account that has one. */
  public static List<First> first(Sql sql) throws SQLException {
    return sql.list(FIRST_OF_EACH, First::of).stream().filter(first -> first.end != null).toList();
  }

  /**
   * Those that end before a time, the first ones of each account first.
   *
   * @param limit at most so many of each account
   */
  public static List<CertificateEnd> before(
      Sql sql, Instant time, int limit, Predicate<First> which) throws SQLException {
    List<CertificateEnd> ends = new ArrayList<>();
    for (First first : first(sql)) {
      if (first.end.isBefore(time) && which.test(first)) {
        ends.addAll(sql.list(OF_ONE, first::end, first.id, time, limit));
      }
    }
    return ends;
  }
}
