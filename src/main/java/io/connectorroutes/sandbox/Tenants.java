package io.connectorroutes.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** State and budget of every tenant that was called for. */
final class Tenants {
  static final String DEFAULT = "default";

  private final SandboxOptions options;
  private final Map<String, TenantState> states = new ConcurrentHashMap<>();
  private final Map<String, SlidingWindow> windows = new ConcurrentHashMap<>();

  Tenants(SandboxOptions options) {
    this.options = options;
  }

  TenantState state(String tenant) {
    return states.computeIfAbsent(tenant, t -> new TenantState(options.seed()));
  }

  Map<String, TenantState> states() {
    return new TreeMap<>(states);
  }

  /** Counts a request that arrives; gives its refusal where it is over the tenant's budget. */
  Optional<Refusal> count(String tenant) {
    if (options.budget() == null) {
      return Optional.empty();
    }
    return windows
        .computeIfAbsent(tenant, t -> new SlidingWindow(options.budget(), options.clock()))
        .arrive()
        .map(Refusal::throttled);
  }

  void clear() {
    states.clear();
    windows.clear();
  }
}
