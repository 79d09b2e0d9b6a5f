package io.connectorroutes.app.command;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: whether everything is as a run needs it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Looks at configuration, ledger, folders, brokers, tokens, permissions, certificates and"
            + " clock, a line each, with what to do about a failure; alters nothing.")
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--tenant",
      paramLabel = "ALIAS",
      description = "Asks this tenant alone; default for the one without an alias.")
  private String tenant;

  @Option(
      names = "--skip",
      paramLabel = "PERMISSION",
      description =
          "Does not ask for what no change is about: api-connectors, user-flows or app-proxy; may"
              + " be given several times.")
  private List<String> skipped = new ArrayList<>();

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Set<Permission> permissions = permissions();
    Configuration configuration = session.configuration();
    List<Check> checks =
        session.collaborators().checks().run(configuration, tenants(configuration), permissions);
    if (session.json()) {
      session.out().println(CheckJson.of(checks));
    } else {
      CheckText.print(checks, session.out());
    }
    return checks.stream().allMatch(Check::ok) ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
  }

  private List<TenantSection> tenants(Configuration configuration) {
    List<TenantSection> all = configuration.graph().tenants();
    if (tenant == null) {
      return all;
    }
    GraphTenant named = KnownTenants.find(all.stream().map(TenantSection::tenant).toList(), tenant);
    return all.stream().filter(section -> section.tenant().equals(named)).toList();
  }

  private Set<Permission> permissions() {
    Set<Permission> needed = EnumSet.allOf(Permission.class);
    for (String name : skipped) {
      Optional<Permission> permission =
          needed.stream().filter(one -> one.optionName().equals(name)).findFirst();
      permission.ifPresent(needed::remove);
      List<String> names = Arrays.stream(Permission.values()).map(Permission::optionName).toList();
      if (!names.contains(name)) {
        throw new UsageException(
            "--skip knows no "
                + PrintableText.name(name)
                + meant(name, names)
                + "; give one of "
                + String.join(", ", names));
      }
    }
    return needed;
  }

  private static String meant(String given, List<String> names) {
    return NearestName.of(given, names).map(name -> " (did you mean " + name + "?)").orElse("");
  }
}
