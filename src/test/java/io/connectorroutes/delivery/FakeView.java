package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.LedgerView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A ledger's view whose facts a test sets. */
final class FakeView implements LedgerView {
  Instant now = Instant.parse("2026-11-20T10:00:00Z");
  final Map<String, Instant> firstKnown = new HashMap<>();
  final Map<String, Instant> created = new HashMap<>();
  final Map<String, Instant> nameGiven = new HashMap<>();
  final Map<String, String> givenTo = new HashMap<>();
  final Set<String> namesToCome = new HashSet<>();

  final Set<Long> maybeDone = new HashSet<>();

  final Set<String> changedByOthers = new HashSet<>();

  Instant lastDeletion;
  int hostFailures;

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public int hostFailures() {
    return hostFailures;
  }

  @Override
  public boolean knewBefore(ObjectKind kind, String objectId, Instant time) {
    return firstKnown.containsKey(objectId) && firstKnown.get(objectId).isBefore(time);
  }

  @Override
  public boolean mayHaveBeenDone(long seq) {
    return maybeDone.contains(seq);
  }

  @Override
  public boolean createdSince(ObjectKind kind, String objectId, Instant time) {
    return created.containsKey(objectId) && !created.get(objectId).isBefore(time);
  }

  @Override
  public boolean nameWillExist(ObjectKind kind, String name, long exceptSeq) {
    return namesToCome.contains(name);
  }

  @Override
  public boolean nameGivenTo(ObjectKind kind, String name, String objectId, long exceptSeq) {
    return objectId.equals(givenTo.get(name));
  }

  @Override
  public boolean stillHasName(ObjectKind kind, String name, String objectId, Instant listedAt) {
    return !changedByOthers.contains(objectId);
  }

  @Override
  public boolean appliedSince(ObjectKind kind, String objectId, Instant time) {
    return changedByOthers.contains(objectId);
  }

  @Override
  public boolean deletedSince(ObjectKind kind, Instant time) {
    return lastDeletion != null && !lastDeletion.isBefore(time);
  }

  @Override
  public boolean nameGivenSince(ObjectKind kind, String name, Instant time) {
    return nameGiven.containsKey(name) && !nameGiven.get(name).isBefore(time);
  }
}
