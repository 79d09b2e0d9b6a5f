package io.connectorroutes.ledger.table;

import io.connectorroutes.graph.Permission;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which permissions a change needs, as the ledger asks for it: the numbers of the permissions,
 * added. The index of waiting changes has that sum as well, so that what rests is passed over
 * unread.
 */
public final class PermissionNeeds {
  /** Each sum that a change can have. */
  public static final List<Integer> ALL = IntStream.rangeClosed(1, 4).boxed().toList();

  /** That of a row {@code c} of table {@code change}; word for word as in its indexes. */
  public static final String OF_CHANGE =
      """
      (CASE substr(c.operation, 1, 4) WHEN 'apiC' THEN 1 WHEN 'conn' THEN 4
        ELSE CASE WHEN c.object_name IS NULL THEN 2 ELSE 3 END END)
      """;

  private PermissionNeeds() {}

  /** The number of one permission. */
  public static int number(Permission permission) {
    return switch (permission) {
      case API_CONNECTORS -> 1;
      case USER_FLOWS -> 2;
      case APP_PROXY -> 4;
    };
  }

  /** The sum of several. */
  public static int sum(Collection<Permission> permissions) {
    return permissions.stream().mapToInt(PermissionNeeds::number).sum();
  }

  /** The permission of a number. */
  public static Permission permission(int number) {
    return Arrays.stream(Permission.values())
        .filter(one -> number(one) == number)
        .findFirst()
        .orElseThrow();
  }
}
