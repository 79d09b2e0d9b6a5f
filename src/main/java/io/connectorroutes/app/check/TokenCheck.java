package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.graph.TokenUnavailableException;

/** Whether a token for a tenant can be had: one line. */
record TokenCheck(TokenSource tokens) {
  static final String REMEDY = "see the keys of the tenant: tenant-id, client-id and credential";

  Check of(String name, String account) {
    try {
      return Check.passed(
          name,
          tokens
              .token(account)
              .map(token -> "one was had")
              .orElse("none is used (credential none)"));
    } catch (TokenUnavailableException e) {
      return Check.failedWith(name, e.getMessage(), REMEDY);
    }
  }
}
