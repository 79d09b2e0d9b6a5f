package io.connectorroutes.ledger;

import io.connectorroutes.change.operation.ObjectKind;
import java.time.Instant;

/** What the ledger knows of the objects of one account. Read only. */
public interface LedgerView {
  /** The ledger's time. */
  Instant now();

  /** How often in a row the cloud's host was tried and not reached; 0 while it is well. */
  int hostFailures();

  /**
   * Whether the object's id was known to the ledger before that time: created or seen in a list.
   */
  boolean knewBefore(ObjectKind kind, String objectId, Instant time);

  /** Whether a change of ours created that object at or after that time. */
  boolean createdSince(ObjectKind kind, String objectId, Instant time);

  /**
   * Whether an earlier request of that change may have been carried out: it left, and no answer
   * came, or one that does not say (500, 502, 504).
   */
  boolean mayHaveBeenDone(long seq);

  /**
   * Whether a change other than {@code exceptSeq} that is not settled creates or gives that name.
   */
  boolean nameWillExist(ObjectKind kind, String name, long exceptSeq);

  /**
   * Whether a request of a change other than {@code exceptSeq} gave, or may have given, that name
   * to that object, which was there before.
   */
  boolean nameGivenTo(ObjectKind kind, String name, String objectId, long exceptSeq);

  /**
   * Whether a change that was applied at or after that time created an object of that name or gave
   * that name to one: a list from before that time does not show it.
   */
  boolean nameGivenSince(ObjectKind kind, String name, Instant time);

  /**
   * Whether an object that a list of that time shows by that name has it still, for all that the
   * ledger knows: whichever worker changed it.
   */
  boolean stillHasName(ObjectKind kind, String name, String objectId, Instant listedAt);

  /** Whether a change was applied to that object at or after that time. */
  boolean appliedSince(ObjectKind kind, String objectId, Instant time);

  /** Whether a request of ours deleted, or may have deleted, such an object since that time. */
  boolean deletedSince(ObjectKind kind, Instant time);
}
