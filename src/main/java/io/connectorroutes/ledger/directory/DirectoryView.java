package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.UnfinishedList;
import io.connectorroutes.text.BoundedName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directory of one account, for one claim or one answer: what it has read of the lists it does
 * not read again.
 */
public final class DirectoryView implements Directory {

  /** Runs a query somewhere. */
  public interface Reader {
    /** Runs it. */
    <T> T read(Sql.Work<T> work);
  }

  /** What the lists of one kind are like. */
  private record Lists(long wholeNo, Instant wholeAt, boolean isWrong, UnfinishedList unfinished) {
    static final Lists NONE = new Lists(0, null, false, null);
  }

  private static final String ACCOUNT = "(SELECT id FROM account WHERE account_key = ?)";

  private final Reader reader;
  private final String account;
  private final ObjectCipher cipher;
  private final Map<ObjectKind, Lists> lists = new EnumMap<>(ObjectKind.class);

  DirectoryView(Reader reader, String account, ObjectCipher cipher) {
    this.reader = reader;
    this.account = account;
    this.cipher = cipher;
  }

  @Override
  public Optional<Instant> listedAt(ObjectKind kind) {
    return Optional.of(lists(kind)).filter(l -> !l.isWrong).map(Lists::wholeAt);
  }

  @Override
  public boolean wasListed(ObjectKind kind) {
    return lists(kind).wholeNo > 0;
  }

  @Override
  public Optional<UnfinishedList> unfinished(ObjectKind kind) {
    return Optional.ofNullable(lists(kind).unfinished);
  }

  @Override
  public List<KnownObject> named(ObjectKind kind, String name) {
    List<KnownObject> found =
        reader.read(
            sql ->
                sql.list(
                    "SELECT o.*" + KnownObjects.KNOWN + ACCOUNT + " AND o.kind = ? AND o.name = ?",
                    row -> object(row, kind),
                    account,
                    kind.name(),
                    BoundedName.of(name)));
    // In that order asked for, all objects might be read by their ids.
    return found.stream().sorted(Comparator.comparing(one -> one.object().id())).toList();
  }

  @Override
  public Optional<KnownObject> withId(ObjectKind kind, String id) {
    return reader.read(
        sql ->
            sql.first(
                "SELECT o.*" + KnownObjects.KNOWN + ACCOUNT + " AND o.kind = ? AND o.object_id = ?",
                row -> object(row, kind),
                account,
                kind.name(),
                id));
  }

  @Override
  public Optional<Instant> createdAt(ObjectKind kind, String id) {
    return reader.read(
        sql ->
            sql.first(
                "SELECT created_at FROM known_object WHERE account_id = "
                    + ACCOUNT
                    + " AND kind = ? AND object_id = ? AND created_at IS NOT NULL",
                row -> row.time("created_at"),
                account,
                kind.name(),
                id));
  }

  private KnownObject object(Row row, ObjectKind kind) throws SQLException {
    return new KnownObject(
        cipher.object(row, kind), row.time("first_seen"), row.time("created_at"));
  }

  private Lists lists(ObjectKind kind) {
    return lists.computeIfAbsent(kind, this::read);
  }

  private Lists read(ObjectKind kind) {
    return reader
        .read(
            sql ->
                sql.first(
                    "SELECT * FROM object_list WHERE account_id = " + ACCOUNT + " AND kind = ?",
                    row -> lists(row, kind),
                    account,
                    kind.name()))
        .orElse(Lists.NONE);
  }

  private Lists lists(Row row, ObjectKind kind) throws SQLException {
    return new Lists(
        row.number("whole_no"),
        row.time("whole_at"),
        row.number("wrong") != 0,
        row.time("started_at") == null ? null : unfinished(row, kind));
  }

  private UnfinishedList unfinished(Row row, ObjectKind kind) throws SQLException {
    ObjectLists.Unfinished list = ObjectLists.unfinished(row);
    return new UnfinishedList(
        list.startedAt(), cipher.nextPage(row, kind), list.pages(), list::isRead);
  }
}
