package io.connectorroutes.text;

import java.util.Locale;

/** A number of changes that wait, in words. */
public final class WaitingChanges {
  private WaitingChanges() {}

  /** Such as {@code 3,000 changes wait}. */
  public static String of(long count) {
    return String.format(Locale.ENGLISH, "%,d", count)
        + (count == 1 ? " change waits" : " changes wait");
  }
}
