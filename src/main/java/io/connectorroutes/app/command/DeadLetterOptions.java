package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.Group;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class DeadLetterOptions {
  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only those with this cause, as dead-letters list shows it.")
  private String cause;

  @Option(
      names = "--tenant",
      paramLabel = "ALIAS",
      description = "Only those of this tenant; default for the one without an alias.")
  private String tenant;

  @Option(names = "--job", paramLabel = "JOB", description = "Only those of this job.")
  private String job;

  /** Whether any was given. */
  boolean areGiven() {
    return cause != null || tenant != null || job != null;
  }

  /** Whether a cause was given. */
  boolean hasCause() {
    return cause != null;
  }

  /**
   * What was given, by the names that the ledger has.
   *
   * @throws UsageException where it does not have one: what was mistyped would look like a success
   */
  Filter filter(Ledger ledger) {
    if (job != null && ledger.reports().job(job).isEmpty()) {
      throw new UsageException(
          "there is no job " + PrintableText.text(job) + "; status shows those there are");
    }
    if (cause == null && tenant == null) {
      return new Filter(null, null, job);
    }
    List<Group> groups = ledger.deadLetters().groups(Filter.ALL);
    return new Filter(
        cause == null ? null : knownCause(groups), tenant == null ? null : known(groups), job);
  }

  /** A cause may be given in any case, where there is only one of those letters. */
  private String knownCause(List<Group> groups) {
    List<String> causes = groups.stream().map(Group::cause).toList();
    List<String> same = causes.stream().filter(cause::equalsIgnoreCase).toList();
    if (causes.contains(cause)) {
      return cause;
    }
    if (same.size() == 1) {
      return same.get(0);
    }
    throw new UsageException(
        "no open dead letter has the cause "
            + PrintableText.text(cause)
            + "; "
            + NearestName.hint(cause, causes, "dead-letters list shows the causes there are"));
  }

  private String known(List<Group> groups) {
    TreeSet<String> tenants =
        groups.stream()
            .flatMap(group -> group.tenants().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    if (tenants.contains(tenant)) {
      return tenant;
    }
    throw new UsageException(
        "no open dead letter is of a tenant "
            + PrintableText.text(tenant)
            + "; "
            + NearestName.hint(tenant, tenants, "dead-letters list shows the tenants there are"));
  }
}
