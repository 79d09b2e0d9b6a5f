package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.delivery.GraphExit;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.text.Causes;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether an app may read in a tenant what a permission is for: one request, and one line. */
record PermissionCheck(
    TokenSource tokens,
    GraphLists lists,
    GraphExit exit,
    ReadBudget budget,
    Consumer<GraphResponse> clock) {
  static final String REMEDY =
      "see that this machine reaches graph.endpoint, or the cloud's, and see https.proxyHost where"
          + " there is a proxy";
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int THROTTLED = 429;

  /**
   * Reads.
   *
   * @param name of the line
   * @param listed is given a successful answer
   */
  Check of(String name, GraphTenant tenant, Permission permission, Consumer<GraphResponse> listed) {
    String account = tenant.account();
    try {
      GraphResponse answer = send(permission, tenant);
      Optional<String> useless = refusedToken(account, answer);
      if (answer.status() == UNAUTHORIZED && useless.isEmpty()) {
        // By a new token, as each request of a run.
        answer = send(permission, tenant);
        useless = refusedToken(account, answer);
      }
      if (useless.isPresent()) {
        return Check.failedWith(name, useless.get(), TokenCheck.REMEDY);
      }
      if (!answer.isSuccess()) {
        return refused(name, permission, answer);
      }
      listed.accept(answer);
      return readable(name, permission, tokens.token(account).orElse(""));
    } catch (Exception e) {
      return unanswered(name, e);
    }
  }

  /** Counted where a slot is free: who looks for what is wrong does not wait for one. */
  private GraphResponse send(Permission permission, GraphTenant tenant) throws Exception {
    GraphRequest request = lists.probe(permission, tenant.account());
    boolean isCounted = budget.take(tenant.alias(), request).isEmpty();
    GraphResponse answer = exit.send(request);
    if (isCounted) {
      budget.answered(request, answer.status());
    }
    clock.accept(answer);
    return answer;
  }

  /** Why another token will not help; empty where it may, or is not needed. */
  private Optional<String> refusedToken(String account, GraphResponse answer) {
    return answer.status() == UNAUTHORIZED
        ? tokens.rejected(account, answer.headers().get("www-authenticate"))
        : Optional.empty();
  }

  private static Check readable(String name, Permission permission, String token) {
    Optional<Boolean> granted = permission.isIn(token);
    if (granted.isEmpty()) {
      return Check.passed(name, "may be read; the first change shows whether it may be written");
    }
    return granted.get()
        ? Check.passed(name, permission.graphName() + " is granted")
        : Check.failed(name, "may be read and not be written", permission.remedy());
  }

  private static Check refused(String name, Permission permission, GraphResponse answer) {
    GraphError error = GraphError.of(answer);
    String said = "%d %s: %s".formatted(answer.status(), error.code(), error.message());
    return switch (answer.status()) {
      case FORBIDDEN ->
          Check.failed(
              name,
              "Graph forbids it (" + said + ")",
              permission.remedy()
                  + ", or say --skip "
                  + permission.optionName()
                  + " where no change is about it");
      case NOT_FOUND ->
          Check.failed(
              name,
              "Graph does not know it (" + said + ")",
              "see graph.cloud and graph.endpoint, and whether the tenant has this service");
      case THROTTLED ->
          Check.failed(
              name, "not known, since Graph asks to wait (" + said + ")", "check again later");
      default ->
          Check.failed(
              name, "Graph refuses (" + said + ")", "check again later, and see graph.cloud");
    };
  }

  /** Of failures the kind alone: their texts may quote what was sent. */
  private static Check unanswered(String name, Exception failure) {
    return Causes.first(failure, TokenUnavailableException.class)
        .map(noToken -> Check.failedWith(name, noToken.getMessage(), TokenCheck.REMEDY))
        .orElseGet(
            () ->
                Check.failed(
                    name,
                    "Graph could not be reached ("
                        + Causes.innermost(failure).getClass().getSimpleName()
                        + ")",
                    REMEDY));
  }
}
