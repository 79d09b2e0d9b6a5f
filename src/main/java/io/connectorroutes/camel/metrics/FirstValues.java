package io.connectorroutes.camel.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Values of a label that come from outside, Graph's error codes for one: the first of them that are
 * well formed, and {@link #OTHER} for all further ones. Thread safe.
 */
final class FirstValues {
  static final String OTHER = "other";

  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** At most so many. */
  FirstValues(int most) {
    this.most = most;
  }

  /** The value, or {@link #OTHER}. */
  String of(String value) {
    if (known.contains(value)) {
      return value;
    }
    if (!CODE.matcher(value).matches()) {
      return OTHER;
    }
    synchronized (this) {
      if (known.size() < most) {
        known.add(value);
      }
      return known.contains(value) ? value : OTHER;
    }
  }
}
