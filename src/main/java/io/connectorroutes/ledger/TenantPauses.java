package io.connectorroutes.ledger;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of a tenant rests until a person does something: all of it, as somebody paused it, or what
 * needs a permission that Graph refuses it. Kept in the ledger, for all workers.
 */
public interface TenantPauses {
  /**
   * Lets nothing of a tenant be sent from now on; what is under way is finished.
   *
   * @return since when it was paused before; empty where it was not
   */
  Optional<Instant> pause(GraphTenant tenant);

  /** Lets a tenant go on, and what needs a permission that rested as well. */
  Resumed resume(GraphTenant tenant);

  /** The tenants that are paused, by alias. */
  List<Paused> paused();

  /** What needs a permission that rests, by alias and permission. */
  List<Rest> rests();

  /**
   * Whether all that is left of jobs in an account, replays included, needs a permission that
   * rests, and is not tried yet, or is blocked by what does.
   *
   * @param account its key
   */
  boolean isAllAtRest(String account, List<Job> jobs);

  /**
   * What a tenant went on from.
   *
   * @param pausedSince null where it was not paused
   * @param rested permissions that rested; may be empty
   */
  record Resumed(Instant pausedSince, List<Permission> rested) {}

  /**
   * A tenant that somebody paused.
   *
   * @param account its key
   * @param alias null for the default tenant
   */
  record Paused(String account, String alias, Instant since) {
    /** One line for a person: why nothing is sent, and what to do. */
    public String reason() {
      return "somebody paused it; " + remedy() + " lets it go on";
    }

    /** The command that lets it go on. */
    public String remedy() {
      return resume(alias);
    }
  }

  private static String resume(String alias) {
    return "connector-routes tenant resume " + GraphTenant.nameOf(alias);
  }

  /**
   * A permission that Graph refuses, so that what needs it rests.
   *
   * @param account its key
   * @param alias null for the default tenant
   * @param since when the rest began
   * @param nextAt when one waiting change is tried; not after now where it is to be tried now
   * @param waiting changes that wait for it and are due
   */
  record Rest(
      String account,
      String alias,
      Permission permission,
      Instant since,
      Instant nextAt,
      long waiting) {
    /** One line for a person: why it rests, and what to do. */
    public String reason() {
      return "Graph refuses "
          + permission.text()
          + " (403): "
          + permission.remedy()
          + "; one change tries it every 5 minutes, "
          + resume(alias)
          + " lets all go on";
    }
  }
}
