package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.Brokers;
import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.TenantSection;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.Permission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** One {@code check}: all of its lines, in their order, whatever fails. */
public final class CheckRun {
  /** Tenants and brokers that are asked at once. */
  private static final int AT_ONCE = 8;

  private final Configuration configuration;
  private final EmbeddedRoutes routes;
  private final List<TenantSection> tenants;
  private final Set<Permission> permissions;
  private final Clock clock;
  private final CheckLimits limits;

  /**
   * Looks at nothing yet.
   *
   * @param routes started, without a ledger
   * @param tenants those that are asked
   * @param permissions those that they must have
   * @param clock of this machine
   * @param limits how long it waits
   */
  public CheckRun(
      Configuration configuration,
      EmbeddedRoutes routes,
      List<TenantSection> tenants,
      Set<Permission> permissions,
      Clock clock,
      CheckLimits limits) {
    this.configuration = configuration;
    this.routes = routes;
    this.tenants = tenants;
    this.permissions = permissions;
    this.clock = clock;
    this.limits = limits;
  }

  /** Looks at everything. */
  public List<Check> checks() throws InterruptedException {
    ClockCheck clockCheck = new ClockCheck(clock);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try (TimeLimit limit = new TimeLimit(limits.line());
        Brokers brokers = routes.brokers()) {
      List<Check> checks = new ArrayList<>(ofHome(limit));
      boolean hasLedger =
          checks.stream().anyMatch(check -> check.ok() && check.name().equals(HomeChecks.LEDGER));
      try (CountedReads reads = CountedReads.of(configuration, hasLedger, clock)) {
        List<Callable<List<Check>>> tasks = new ArrayList<>();
        tasks.addAll(ofSources(limit, new SourceChecks(configuration, brokers)));
        tasks.addAll(ofTenants(limit, clockCheck, reads));
        for (Future<List<Check>> done : threads.invokeAll(tasks)) {
          checks.addAll(done.get());
        }
      }
      checks.add(clockCheck.result(!permissions.isEmpty()));
      return checks;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check did not end in a line", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Check> ofHome(TimeLimit limit) throws InterruptedException {
    HomeChecks home = new HomeChecks(configuration);
    return List.of(
        home.configured(),
        limit.within(HomeChecks.LEDGER, HomeChecks.LEDGER_REMEDY, home::ledger),
        limit.within(HomeChecks.SPACE, HomeChecks.REMEDY, home::space),
        limit.within(HomeChecks.INBOX, HomeChecks.REMEDY, home::inbox),
        limit.within(HomeChecks.RESULTS, HomeChecks.REMEDY, home::results),
        limit.within(HomeChecks.DEAD_LETTERS, HomeChecks.REMEDY, home::deadLetters));
  }

  private List<Callable<List<Check>>> ofSources(TimeLimit limit, SourceChecks sources) {
    List<Callable<List<Check>>> tasks = new ArrayList<>();
    if (configuration.hasQueue()) {
      tasks.add(
          () ->
              List.of(
                  limit.within(SourceChecks.BROKER, SourceChecks.BROKER_REMEDY, sources::broker)));
    }
    if (configuration.has(Keys.KAFKA_BROKERS)) {
      tasks.add(
          () ->
              List.of(
                  limit.within(
                      SourceChecks.KAFKA,
                      SourceChecks.KAFKA_REMEDY,
                      () -> sources.kafka(limits.kafka()))));
    }
    return tasks;
  }

  private List<Callable<List<Check>>> ofTenants(
      TimeLimit limit, ClockCheck clockCheck, CountedReads reads) {
    CallRoot call = routes.callRoot();
    Map<String, Supplier<CredentialSettings>> credentials = configuration.graph().credentials();
    TenantChecks checks =
        new TenantChecks(
            permissions,
            new TokenCheck(call.tokens()),
            new PermissionCheck(
                call.tokens(), call.lists(), routes.exit(), reads.budget(), clockCheck::answered),
            new CertificateEnds(clock, configuration.certificates().warn()),
            reads,
            limit);
    List<Callable<List<Check>>> tasks = new ArrayList<>();
    tenants.forEach(
        tenant -> tasks.add(() -> checks.of(tenant, credentials.get(tenant.tenant().account()))));
    return tasks;
  }
}
