package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.encryption.EncryptionKey;
import io.connectorroutes.text.BoundedName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of table {@code known_object}. Names are bounded ({@link BoundedName}). */
public final class KnownObjects {
  private static final String LISTS =
      " LEFT JOIN object_list l ON l.account_id = o.account_id AND l.kind = o.kind";

  private static final String IS_THERE =
      " o.gone = 0 AND (l.whole_no IS NULL OR o.list_no >= l.whole_no"
          + " OR o.changed_at >= l.whole_own_from OR o.sent_seq IS NOT NULL)";

  /**
   * The objects of an account and kind that are there as far as is known: the last whole list
   * showed them, or a change of ours has touched them since, or one may have and is not settled.
   */
  public static final String KNOWN =
      " FROM known_object o" + LISTS + " WHERE" + IS_THERE + " AND o.account_id = ";

  /** The same of those that a list of questions asks for. */
  private static final String ANSWERS =
      "SELECT v.column4 AS asked_for, o.object_id, o.name FROM %s AS v JOIN known_object o"
          + " ON o.account_id = v.column1 AND o.kind = v.column2"
          + LISTS
          + " WHERE"
          + IS_THERE;

  /** The same of a row that is being updated. */
  private static final String IS_KNOWN =
      """
      known_object.gone = 0 AND (known_object.sent_seq IS NOT NULL OR COALESCE((
        SELECT known_object.list_no >= l.whole_no
          OR COALESCE(known_object.changed_at, 0) >= l.whole_own_from
        FROM object_list l
        WHERE l.account_id = known_object.account_id AND l.kind = known_object.kind), TRUE))
      """;

  /** What we changed less long ago may be there all the same, though no list shows it yet. */
  private static final Duration OWN_KEPT = Duration.ofHours(1);

  /** So many are forgotten at most when a list is whole; the rest goes with the next ones. */
  private static final int FORGOTTEN = 1_000;

  private static String bounded(String name) {
    return name == null ? null : BoundedName.of(name);
  }

  /** An object of an account. */
  record Key(ObjectKind kind, String id) {}

  private final ObjectCipher cipher;
  private final String bytes;

  /**
   * @param bytes the database's type of a byte string
   */
  KnownObjects(ObjectCipher cipher, String bytes) {
    this.cipher = cipher;
    this.bytes = bytes;
  }

  /**
   * A page of a list shows these objects.
   *
   * @param sentAt when it was asked for: what an earlier request made was not known before that
   */
  void shown(
      Sql sql,
      long accountId,
      ObjectKind kind,
      ObjectLists.Unfinished list,
      Collection<ListedObject> objects,
      Instant sentAt)
      throws SQLException {
    Map<String, ListedObject> each = new LinkedHashMap<>();
    objects.forEach(object -> each.put(object.id(), object));
    Instant own = list.ownFrom();
    EncryptionKey key = cipher.key(sql);
    sql.updateAll(
        """
        INSERT INTO known_object (account_id, kind, object_id, name, target_url, authentication,
          first_seen, list_no, certificate_end)
        SELECT v.column1, v.column2, v.column3, CAST(v.column4 AS TEXT), CAST(v.column5 AS BYTES),
          v.column6, v.column7, v.column8,
          CASE WHEN v.column9 = 1 THEN CAST(v.column10 AS BIGINT) ELSE (
            SELECT k.certificate_end FROM known_object k
            WHERE k.account_id = v.column1 AND k.kind = v.column2 AND k.object_id = v.column3) END
        FROM %s AS v WHERE TRUE
        ON CONFLICT (account_id, kind, object_id) DO UPDATE SET
          list_no = excluded.list_no, gone = 0,
          name = CASE
            WHEN known_object.named_at >= ? THEN known_object.name
            WHEN known_object.sent_seq IS NOT NULL THEN COALESCE(known_object.name, excluded.name)
            ELSE excluded.name END,
          target_url = CASE
            WHEN known_object.changed_at >= ? OR known_object.sent_seq IS NOT NULL
              THEN COALESCE(known_object.target_url, excluded.target_url)
            ELSE excluded.target_url END,
          authentication = CASE
            WHEN known_object.changed_at >= ? OR known_object.sent_seq IS NOT NULL
              THEN COALESCE(known_object.authentication, excluded.authentication)
            ELSE excluded.authentication END,
          certificate_end = CASE
            WHEN known_object.authentication IS NOT NULL
                AND (known_object.changed_at >= ? OR known_object.sent_seq IS NOT NULL)
              THEN known_object.certificate_end
            ELSE excluded.certificate_end END
        WHERE known_object.gone = 0 OR known_object.changed_at < ?
        """
            .replace("BYTES", bytes),
        each.values().stream()
            .map(
                object ->
                    new Object[] {
                      accountId,
                      kind.name(),
                      object.id(),
                      bounded(object.name()),
                      cipher.targetUrl(key, accountId, kind, object),
                      cipher.authentication(key, accountId, kind, object),
                      sentAt,
                      list.number(),
                      isCertificateShown(object) ? 1 : 0,
                      object.certificateEnd()
                    })
            .toList(),
        own,
        own,
        own,
        own,
        own);
  }

  /** Whether a list tells when the certificate ends, or that there is none. */
  private static boolean isCertificateShown(ListedObject object) {
    return object.certificateEnd() != null || object.authentication() == AuthenticationKind.BASIC;
  }

  /**
   * A list has been read to its end: what neither it nor the whole list before has shown is
   * forgotten. One list alone may have missed an object, as others delete between its pages.
   */
  void forget(Sql sql, long accountId, ObjectKind kind, ObjectLists.Unfinished list)
      throws SQLException {
    List<Object[]> forgotten =
        sql.list(
            """
            SELECT o.object_id FROM known_object o JOIN object_list l
              ON l.account_id = o.account_id AND l.kind = o.kind
            WHERE o.account_id = ? AND o.kind = ? AND o.list_no < l.whole_no
              AND o.sent_seq IS NULL AND COALESCE(o.changed_at, 0) < ?
            LIMIT ?
            """,
            row -> new Object[] {accountId, kind.name(), row.text("object_id")},
            accountId,
            kind.name(),
            list.ownFrom().minus(OWN_KEPT),
            FORGOTTEN);
    // By themselves: in one statement, all might be compared with each.
    sql.updateEach(
        "DELETE FROM known_object WHERE account_id = ? AND kind = ? AND object_id = ?", forgotten);
  }

  /**
   * Our own changes to objects were applied, each to another one.
   *
   * @return the bounded names that these are called by now, as far as they are known
   */
  Map<Key, String> changed(
      Sql sql, long accountId, Collection<OwnChange> changes, Instant sentAt, Instant now)
      throws SQLException {
    Map<Key, String> names = changed(sql, cipher.latestKey(), accountId, changes, sentAt, now);
    return names.size() < changes.stream().map(OwnChange::key).distinct().count()
        ? changed(sql, cipher.key(sql), accountId, changes, sentAt, now)
        : names;
  }

  /** Nothing is written, or not all, where another data key counts. */
  private Map<Key, String> changed(
      Sql sql,
      EncryptionKey key,
      long accountId,
      Collection<OwnChange> changes,
      Instant sentAt,
      Instant now)
      throws SQLException {
    Map<Key, Object[]> rows = new LinkedHashMap<>();
    for (OwnChange change : changes) {
      rows.put(change.key(), row(sql, key, accountId, change, sentAt, now));
    }
    Map<Key, String> names = new HashMap<>();
    sql.listAll(
        """
        INSERT INTO known_object (account_id, kind, object_id, name, target_url, authentication,
          first_seen, created_at, changed_at, named_at, gone, certificate_end)
        SELECT v.column1, v.column2, v.column3, CAST(v.column4 AS TEXT), CAST(v.column5 AS BYTES),
          CAST(v.column6 AS BYTES), v.column7, CAST(v.column8 AS BIGINT), v.column9,
          CAST(v.column10 AS BIGINT), v.column11, CAST(v.column12 AS BIGINT)
        FROM %s AS v WHERE (SELECT n.data_key FROM numbering n WHERE n.id = 1) = ?
        ON CONFLICT (account_id, kind, object_id) DO UPDATE SET
          name = CASE WHEN excluded.gone = 0 THEN COALESCE(excluded.name, known_object.name) END,
          target_url = CASE WHEN excluded.gone = 0
            THEN COALESCE(excluded.target_url, known_object.target_url) END,
          authentication = CASE WHEN excluded.gone = 0
            THEN COALESCE(excluded.authentication, known_object.authentication) END,
          certificate_end = CASE
            WHEN excluded.gone = 1 OR excluded.authentication IS NOT NULL
              THEN excluded.certificate_end
            ELSE known_object.certificate_end END,
          created_at = COALESCE(excluded.created_at, known_object.created_at),
          changed_at = excluded.changed_at,
          named_at = COALESCE(excluded.named_at, known_object.named_at),
          gone = excluded.gone, sent_seq = NULL
        RETURNING kind, object_id, name
        """
            .replace("BYTES", bytes),
        row ->
            names.put(
                new Key(ObjectKind.valueOf(row.text("kind")), row.text("object_id")),
                row.text("name")),
        List.copyOf(rows.values()),
        key.number());
    return names;
  }

  /** The bounded names that these are called by, as far as they are known. */
  Map<Key, String> names(Sql sql, long accountId, Collection<Key> objects) throws SQLException {
    List<Key> asked = List.copyOf(objects);
    List<Question> ids = new ArrayList<>();
    for (Key one : asked) {
      ids.add(new Question(accountId, one.kind(), one.id(), ids.size()));
    }
    Map<Key, String> names = new HashMap<>();
    withIds(sql, ids).forEach(one -> names.put(asked.get((int) one.askedFor()), one.name()));
    return names;
  }

  private Object[] row(
      Sql sql, EncryptionKey key, long accountId, OwnChange change, Instant sentAt, Instant now)
      throws SQLException {
    ListedObject object = change.object();
    ObjectKind kind = change.kind();
    return new Object[] {
      accountId,
      kind.name(),
      object.id(),
      bounded(object.name()),
      cipher.targetUrl(key, accountId, kind, object),
      authentication(sql, key, accountId, change),
      sentAt,
      change.effect() == OwnChange.Did.CREATE ? now : null,
      now,
      object.name() == null ? null : now,
      change.isDelete() ? 1 : 0,
      change.certificateEnd()
    };
  }

  private byte[] authentication(Sql sql, EncryptionKey key, long accountId, OwnChange change)
      throws SQLException {
    if (change.effect() == OwnChange.Did.APPEND_CERTIFICATE) {
      return appended(sql, key, accountId, change);
    }
    return change.isAuthenticationSent()
        ? cipher.authentication(key, accountId, change.kind(), change.object())
        : null;
  }

  private byte[] appended(Sql sql, EncryptionKey key, long accountId, OwnChange change)
      throws SQLException {
    ObjectCipher.Authentication appended =
        sql.first(
                """
                SELECT account_id, object_id, authentication FROM known_object
                WHERE account_id = ? AND kind = ? AND object_id = ?
                """,
                row -> cipher.authentication(row, change.kind()),
                accountId,
                change.kind().name(),
                change.object().id())
            .orElse(ObjectCipher.Authentication.UNKNOWN)
            .with(change.object().thumbprints());
    return cipher.authentication(key, accountId, change.kind(), change.object().id(), appended);
  }

  /**
   * A change may have renamed or deleted an object. One that is settled is in no doubt any more.
   *
   * @param seq the change
   * @param sentAt when its request left
   */
  void mayHaveChanged(Sql sql, long accountId, ObjectKind kind, String id, long seq, Instant sentAt)
      throws SQLException {
    sql.update(
        """
        INSERT INTO known_object (account_id, kind, object_id, first_seen, sent_seq)
        SELECT ?, ?, ?, ?, seq FROM change WHERE seq = ? AND state <> 'settled'
        ON CONFLICT (account_id, kind, object_id) DO UPDATE SET sent_seq = excluded.sent_seq,
          name = CASE WHEN
        """
            + IS_KNOWN
            + "THEN known_object.name END",
        accountId,
        kind.name(),
        id,
        sentAt,
        seq);
  }

  /** Changes have ended, as far as is known without having been applied. */
  void settled(Sql sql, Collection<Long> seqs) throws SQLException {
    Object[] ended = Sql.padded(seqs.toArray());
    sql.update(
        """
        UPDATE known_object SET sent_seq = NULL, list_no = COALESCE((
          SELECT l.last_no FROM object_list l
          WHERE l.account_id = known_object.account_id AND l.kind = known_object.kind), 0)
        WHERE sent_seq IN
        """
            + Sql.in(ended.length),
        ended);
  }

  /**
   * An object that is known to have a name.
   *
   * @param askedFor as in the question
   * @param name bounded
   */
  public record Named(long askedFor, String id, String name) {
    private static Named of(Row row) throws SQLException {
      return new Named(row.number("asked_for"), row.text("object_id"), row.text("name"));
    }
  }

  /**
   * A question.
   *
   * @param what the id of an object, or its bounded name
   * @param askedFor tells the answers apart
   */
  public record Question(long accountId, ObjectKind kind, String what, long askedFor) {
    private Object[] values() {
      return new Object[] {accountId, kind.name(), what, askedFor};
    }
  }

  /** The objects of these ids, where their names are known; some may come more than once. */
  public static List<Named> withIds(Sql sql, List<Question> ids) throws SQLException {
    // Asked for as a condition, it would lead a planner without statistics to the index of names.
    return answers(sql, "object_id", ids).stream().filter(one -> one.name != null).toList();
  }

  /** The objects that are known to have these names; some may come more than once. */
  public static List<Named> withNames(Sql sql, List<Question> names) throws SQLException {
    return answers(sql, "name", names);
  }

  private static List<Named> answers(Sql sql, String column, List<Question> questions)
      throws SQLException {
    return sql.ask(
        ANSWERS + " AND o." + column + " = v.column3",
        Named::of,
        questions.stream().map(Question::values).toList());
  }
}
