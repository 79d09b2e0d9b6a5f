package io.connectorroutes.outcome;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a person can do about dead letters of one cause.
 *
 * @param why one clause, which says what the cause means; null where only their message does
 * @param remedy one clause, what to mend
 * @param replayed whether they are replayed then; else their changes are sent again, as new ones
 */
public record DeadLetterAdvice(String why, String remedy, boolean replayed) {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> IN_THE_WAY = Set.of(409, 412);
  private static final Set<Integer> LATER = Set.of(408, 423, 429);
  private static final int SERVER_ERROR = 500;

  /** By the code of what was rejected. */
  private static final Map<String, DeadLetterAdvice> REJECTED =
      Map.of(
          Problem.UNREADABLE,
          rejected("the message cannot be read", "send it again as one JSON object"),
          "changeIdReused",
          rejected(
              "the changeId is known with other content", "send it again under a new changeId"),
          Problem.UNKNOWN_TENANT,
          rejected(
              "its tenant is not configured",
              "configure it (graph.tenants.ALIAS), or name another one, and send it again"),
          "secretUnavailable",
          rejected(
              "its secret cannot be had",
              "mend the reference, or see secrets.allow, and send it again"),
          "certificate",
          rejected("its certificate cannot be used", "send it again with another one"));

  private static final DeadLetterAdvice INVALID =
      rejected(null, "correct what the message says, and send it again");

  /** By the code of what was not done. */
  private static final Map<String, DeadLetterAdvice> FAILED =
      Map.of(
          InternalErrors.CODE,
          failed("a fault of this program", "report it with its log, and use a version without it"),
          "nameNotFound",
          failed("nothing in the tenant has that name", "see to it that something has"),
          "ambiguousName",
          failed("several objects have that name", "rename all but one in the tenant"));

  private static DeadLetterAdvice rejected(String why, String remedy) {
    return new DeadLetterAdvice(why, remedy, false);
  }

  private static DeadLetterAdvice failed(String why, String remedy) {
    return new DeadLetterAdvice(why, remedy, true);
  }

  /**
   * The advice for some dead letters.
   *
   * @param cause theirs
   * @param outcomes how they ended
   * @param httpStatuses Graph's last answers; empty where there was none
   * @param operations wire names of those that are known
   */
  public static DeadLetterAdvice of(
      String cause,
      Set<Outcome> outcomes,
      Set<Integer> httpStatuses,
      Collection<String> operations) {
    if (outcomes.equals(Set.of(Outcome.REJECTED))) {
      return REJECTED.getOrDefault(cause, INVALID);
    }
    if (outcomes.contains(Outcome.UNKNOWN)) {
      return failed(
          "whether it was done could not be found out",
          "look in the tenant; a replay looks there first");
    }
    DeadLetterAdvice known = FAILED.get(cause);
    return known == null ? ofStatus(httpStatuses, operations) : known;
  }

  private static DeadLetterAdvice ofStatus(
      Set<Integer> httpStatuses, Collection<String> operations) {
    if (httpStatuses.size() != 1) {
      return failed(null, "mend what the message says");
    }
    int status = httpStatuses.iterator().next();
    if (status == FORBIDDEN) {
      return forbidden(operations);
    }
    if (status == UNAUTHORIZED) {
      return failed("Graph does not take the credential", "mend graph.credential");
    }
    if (status == NOT_FOUND) {
      return new DeadLetterAdvice(
          "what is to be changed is not there", "correct the id, and send it again", false);
    }
    if (IN_THE_WAY.contains(status)) {
      return failed("something in the tenant is in the way", "see to it in the tenant");
    }
    return LATER.contains(status) || status >= SERVER_ERROR
        ? failed("Graph did not do it in time", "wait until Graph is well")
        : new DeadLetterAdvice(
            "Graph refuses what it says", "correct it, and send it again", false);
  }

  private static DeadLetterAdvice forbidden(Collection<String> operations) {
    Set<Permission> lacking = EnumSet.noneOf(Permission.class);
    operations.stream()
        .map(Operation::of)
        .flatMap(Optional::stream)
        .forEach(operation -> lacking.add(Permission.of(operation.kind())));
    return lacking.isEmpty()
        ? failed("Graph forbids it", "grant the app its permission")
        : failed(
            "the app lacks "
                + lacking.stream().map(Permission::graphName).collect(Collectors.joining(", ")),
            "grant it as an application permission, with admin consent");
  }
}
