package io.connectorroutes.ledger;

/**
 * What an earlier change holds in a field that a {@code change:} reference is for, or why it may
 * not be had. {@code toString} shows no value.
 *
 * @param found never null
 * @param text the value, or the reference; null for anything else
 */
public record EarlierSecret(Found found, String text) {

  /** What was found; of several reasons the one furthest down counts. */
  public enum Found {
    /** There is no ledger to look into. */
    NO_LEDGER,
    /** There is no change of that id. */
    NO_CHANGE,
    /** The change was settled so long ago that it is not kept any more. */
    GONE,
    /** The change is of another tenant, or of one that is not known. */
    OTHER_TENANT,
    /** The change is of another operation. */
    OTHER_OPERATION,
    /** The change has another target. */
    OTHER_TARGET,
    /** The {@code targetUrl} of the change has another host or port, or none. */
    OTHER_HOST,
    /** The change has no such field. */
    NO_FIELD,
    /** There are several changes of that id, which hold different values. */
    SEVERAL,
    /** The change refers to another one, that one to a further one, and so on: too many of them. */
    TOO_MANY,
    /** The field holds a reference that is not a {@code change:} one and was not followed yet. */
    REFERENCE,
    /** The field holds a value. */
    VALUE
  }

  public static EarlierSecret none(Found reason) {
    return new EarlierSecret(reason, null);
  }

  @Override
  public String toString() {
    return "EarlierSecret[" + found + "]";
  }
}
