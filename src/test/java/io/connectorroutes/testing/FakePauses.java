package io.connectorroutes.testing;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.TenantPauses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pauses of tenants that answer from lists. */
public final class FakePauses implements TenantPauses {
  /** Who is paused. */
  public final List<Paused> paused = new ArrayList<>();

  /** What rests. */
  public final List<Rest> rests = new ArrayList<>();

  /** What was asked to be paused and resumed. */
  public final List<String> asked = new ArrayList<>();

  /** Since when whoever is to be paused is so already; null for not. */
  public Instant pausedSince;

  /** What a tenant goes on from. */
  public Resumed resumed = new Resumed(null, List.of());

  /** Accounts of which all that is left rests. */
  public final List<String> atRest = new ArrayList<>();

  /** How often it was looked for what rests. */
  public int looks;

  @Override
  public Optional<Instant> pause(GraphTenant tenant) {
    asked.add("pause " + tenant);
    return Optional.ofNullable(pausedSince);
  }

  @Override
  public Resumed resume(GraphTenant tenant) {
    asked.add("resume " + tenant);
    return resumed;
  }

  @Override
  public List<Paused> paused() {
    return paused;
  }

  @Override
  public List<Rest> rests() {
    looks++;
    return rests;
  }

  @Override
  public boolean isAllAtRest(String account, List<Job> jobs) {
    return atRest.contains(account);
  }
}
