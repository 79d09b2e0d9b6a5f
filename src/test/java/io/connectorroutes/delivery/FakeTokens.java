package io.connectorroutes.delivery;

import io.connectorroutes.graph.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what it is told, and knows of one rejection in a row. */
final class FakeTokens implements Tokens {
  final List<String> challenges = new ArrayList<>();
  private boolean afterRejection;

  @Override
  public Optional<String> rejected(String account, String wwwAuthenticate) {
    challenges.add(wwwAuthenticate);
    boolean again = afterRejection;
    afterRejection = true;
    return again ? Optional.of("no token: what to do") : Optional.empty();
  }

  @Override
  public void accepted(String account) {
    afterRejection = false;
  }
}
