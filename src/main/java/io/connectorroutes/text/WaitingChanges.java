package io.connectorroutes.text;

/** A number of changes that wait, in words. */
public final class WaitingChanges {
  private WaitingChanges() {}

  /** Such as {@code 3,000 changes wait}. */
  public static String of(long count) {
    return Counted.of(count, "change waits", "changes wait");
  }

  /** Such as {@code 1 replay waits}. */
  public static String replays(long count) {
    return Counted.of(count, "replay waits", "replays wait");
  }
}
