package io.connectorroutes.ledger.directory;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.database.Dialect;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Directory;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the directory: takes in what lists show, and follows our own changes as they are settled.
 * Whatever writes needs the account's lock.
 */
public final class LedgerDirectory {
  private final ObjectCipher cipher;
  private final ObjectLists lists;
  private final KnownObjects objects;

  /**
   * A directory.
   *
   * @param ownChangesWin our own changes that were settled so long before a list began win over its
   *     pages: {@code graph.lost-answer-wait}
   */
  public LedgerDirectory(PayloadCipher payloads, Dialect dialect, Duration ownChangesWin) {
    this.cipher = new ObjectCipher(payloads);
    this.lists = new ObjectLists(cipher, ownChangesWin);
    this.objects = new KnownObjects(cipher, dialect.types().get("bytes"));
  }

  /** The directory of an account, as a reader sees it; for one claim or one answer. */
  public Directory view(DirectoryView.Reader reader, String account) {
    return new DirectoryView(reader, account, cipher);
  }

  /** Requests are about to leave: what they delete is missing in a list that is being read. */
  public void sending(Sql sql, long accountId, List<Intent> intents, List<DueChange> due)
      throws SQLException {
    Set<Long> sent =
        intents.stream()
            .filter(intent -> intent.kind() == Intent.Kind.CHANGE)
            .map(Intent::seq)
            .collect(Collectors.toSet());
    Set<ObjectKind> deleted = EnumSet.noneOf(ObjectKind.class);
    due.stream()
        .filter(change -> sent.contains(change.seq()))
        .map(change -> change.change().operation())
        .filter(Operation::isDelete)
        .forEach(operation -> deleted.add(operation.kind()));
    for (ObjectKind kind : deleted) {
      lists.giveUp(sql, accountId, kind);
    }
  }

  /**
   * Follows what the changes of a call did to their objects.
   *
   * @param results what came back, as far as something did
   * @param decisions what becomes of them, as far as something does
   * @return the known names that the objects had before, of changes that were applied by an
   *     object's id; by the changes' numbers
   */
  public Map<Long, String> follow(
      Sql sql,
      long accountId,
      Claimed<?> claimed,
      List<AttemptResult> results,
      List<Decision> decisions,
      Instant now)
      throws SQLException {
    Map<Long, DueChange> changes = bySeq(claimed.changes(), DueChange::seq);
    Map<Long, Decision> decided = bySeq(decisions, Decision::seq);
    Set<String> notDone =
        results.stream()
            .filter(result -> !mayHaveBeenDone(result))
            .map(AttemptResult::clientRequestId)
            .collect(Collectors.toSet());
    Instant sentAt = claimed.claimedAt();
    Map<Long, OwnChange> own = new LinkedHashMap<>();
    Map<Long, KnownObjects.Key> byId = new HashMap<>();
    for (Intent intent : claimed.intents()) {
      DueChange due = changes.get(intent.seq());
      Decision decision = decided.get(intent.seq());
      if (decision instanceof Decision.Settle settle && isDone(settle, due)) {
        done(sql, accountId, settle, due, intent).ifPresent(did -> own.put(due.seq(), did));
        addressed(due).ifPresent(object -> byId.put(due.seq(), object));
      } else if (intent.kind() == Intent.Kind.CHANGE
          && !notDone.contains(intent.clientRequestId())) {
        inDoubt(
            sql,
            accountId,
            due.change().operation(),
            due.change().givenName(),
            intent.objectId(),
            intent.seq(),
            sentAt);
      }
    }
    Map<Long, KnownObjects.Key> renamed = new HashMap<>(byId);
    renamed.keySet().removeIf(seq -> keepsName(own.get(seq), byId.get(seq)));
    Map<KnownObjects.Key, String> before = objects.names(sql, accountId, renamed.values());
    Map<KnownObjects.Key, String> after =
        objects.changed(sql, accountId, own.values(), sentAt, now);
    Map<Long, String> names = new HashMap<>();
    byId.forEach(
        (seq, object) -> names.put(seq, (renamed.containsKey(seq) ? before : after).get(object)));
    return names;
  }

  /**
   * The object that a change addresses by its id; empty where it does not, or puts it somewhere.
   */
  private static Optional<KnownObjects.Key> addressed(DueChange due) {
    Operation operation = due.change().operation();
    return due.change()
        .reference()
        .filter(object -> object.kind() == operation.kind() && !object.isByName())
        .map(object -> new KnownObjects.Key(object.kind(), object.id()));
  }

  /** Whether the object is called afterwards as it was before. */
  private static boolean keepsName(OwnChange did, KnownObjects.Key object) {
    return did != null && did.key().equals(object) && did.keepsName();
  }

  private static <T> Map<Long, T> bySeq(List<T> list, Function<T, Long> seq) {
    return list.stream().collect(Collectors.toMap(seq, Function.identity()));
  }

  private static boolean mayHaveBeenDone(AttemptResult result) {
    Integer status = result.httpStatus();
    return result.sent() && (status == null || status == 408 || status >= 500);
  }

  private static boolean isDone(Decision.Settle settle, DueChange due) {
    return switch (settle.outcome()) {
      case APPLIED -> true;
      case NO_OP -> due.change().operation().isDelete();
      case SUPERSEDED, REJECTED, FAILED, UNKNOWN, CANCELLED -> false;
    };
  }

  private Optional<OwnChange> done(
      Sql sql, long accountId, Decision.Settle settle, DueChange due, Intent intent)
      throws SQLException {
    Operation operation = due.change().operation();
    if (operation.kind().nameField().isEmpty()) {
      return Optional.empty();
    }
    if (settle.resourceId() == null) {
      // There is an object more, and nobody knows its id.
      lists.wrong(sql, accountId, operation.kind());
      return Optional.empty();
    }
    return Optional.of(OwnChange.of(due, intent, settle.resourceId()));
  }

  /**
   * The answer to a request of a change was lost, and the change is not settled.
   *
   * @param givenName the name that the change gives; empty for none
   * @param objectId of the object that the request went to; null for none
   * @param sentAt when it left
   */
  public void inDoubt(
      Sql sql,
      long accountId,
      Operation operation,
      Optional<String> givenName,
      String objectId,
      long seq,
      Instant sentAt)
      throws SQLException {
    if (objectId != null && altersName(operation, givenName)) {
      objects.mayHaveChanged(sql, accountId, operation.kind(), objectId, seq, sentAt);
    }
  }

  /** Whether a change leaves an object without the name that it has. */
  public static boolean altersName(Operation operation, Optional<String> givenName) {
    return switch (operation.effect()) {
      case UPDATE -> givenName.isPresent();
      case DELETE -> true;
      case CREATE, UPSERT, APPEND, LINK, UNLINK -> false;
    };
  }

  /**
   * Changes that alter names have ended and were not applied: their objects are as they are known
   * to be.
   */
  public void notApplied(Sql sql, Collection<Long> seqs) throws SQLException {
    if (!seqs.isEmpty()) {
      objects.settled(sql, seqs);
    }
  }

  /**
   * Takes in what an answer tells of lists.
   *
   * @param sentAt when the call left
   * @return the lists that are whole now, each as its last page
   */
  public List<ListUpdate.Page> take(
      Sql sql, long accountId, List<ListUpdate> updates, Instant sentAt) throws SQLException {
    List<ListUpdate.Page> ended = new ArrayList<>();
    for (ListUpdate update : updates) {
      if (update instanceof ListUpdate.GivenUp) {
        lists.giveUp(sql, accountId, update.kind());
      } else if (update instanceof ListUpdate.Wrong) {
        lists.wrong(sql, accountId, update.kind());
      } else if (update instanceof ListUpdate.Page page && take(sql, accountId, page, sentAt)) {
        ended.add(page);
      }
    }
    return ended;
  }

  /** Whether the list is whole now. */
  private boolean take(Sql sql, long accountId, ListUpdate.Page page, Instant sentAt)
      throws SQLException {
    Optional<ObjectLists.Unfinished> list =
        page.isFirst()
            ? Optional.of(lists.begin(sql, accountId, page.kind(), page.startedAt()))
            : lists
                .unfinished(sql, accountId, page.kind())
                .filter(unfinished -> unfinished.startedAt().equals(page.startedAt()));
    if (list.isEmpty()) {
      return false;
    }
    objects.shown(sql, accountId, page.kind(), list.get(), page.objects(), sentAt);
    if (page.nextPage() != null) {
      lists.goOn(sql, accountId, page.kind(), list.get(), page.nextPage());
      return false;
    }
    objects.forget(sql, accountId, page.kind(), list.get());
    lists.end(sql, accountId, page.kind());
    return true;
  }
}
