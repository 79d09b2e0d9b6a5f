package io.connectorroutes.outcome;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id under which a failed row is a new change when its file is mended and dropped again: {@code
 * ID:2}, then {@code ID:3}, and so on.
 *
 * <p>Counting up is only right for an id that was made here. A sender may well have {@code batch:2}
 * and {@code batch:3} of its own, and a mended {@code batch:2} must not take the place of {@code
 * batch:3}. A row of a result file tells, by the {@code result.changeId} that it still carries.
 */
final class MendedId {
  private static final int MAX_LENGTH = 128;
  private static final Pattern NUMBERED = Pattern.compile("(.*):([2-9]|[1-9][0-9]{1,8})");

  private MendedId() {}

  /**
   * The next id, of at most 128 characters.
   *
   * @param changeId the row's id
   * @param before the {@code result.changeId} that the row came with; null for none
   */
  static String after(String changeId, String before) {
    return before != null && follows(changeId, before) ? increment(changeId) : with(changeId, 2);
  }

  private static boolean follows(String changeId, String before) {
    return changeId.equals(with(before, 2)) || changeId.equals(increment(before));
  }

  private static String increment(String changeId) {
    Matcher numbered = NUMBERED.matcher(changeId);
    return numbered.matches()
        ? with(numbered.group(1), Integer.parseInt(numbered.group(2)) + 1)
        : with(changeId, 2);
  }

  private static String with(String base, int number) {
    String end = ":" + number;
    return Shortened.within(MAX_LENGTH - end.length(), base) + end;
  }
}
