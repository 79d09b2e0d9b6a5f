package io.connectorroutes.app;

import io.connectorroutes.camel.CallRoot;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.delivery.TenantReads;
import io.connectorroutes.delivery.TenantReads.AwayException;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.intake.CheckedRows;
import io.connectorroutes.intake.EarlierSecrets;
import io.connectorroutes.intake.Receiver;
import io.connectorroutes.intake.RowGroups;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.KnownChange;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.plan.FilePlan;
import io.connectorroutes.plan.PlanResult;
import io.connectorroutes.plan.PlanTotals;
import io.connectorroutes.plan.PlannedRow;
import io.connectorroutes.plan.SurveyedFile;
import io.connectorroutes.plan.TenantLookups;
import io.connectorroutes.plan.TenantPlannings;
import io.connectorroutes.plan.TenantSurvey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One {@code plan}: what files would do to the tenants as they are. */
final class PlanRun {
  /** Rows that are checked together. */
  private static final int GROUP = 500;

  private final Configuration configuration;
  private final TenantLookupRun lookup;
  private final Instant now;

  private PlanRun(Configuration configuration, TenantLookupRun lookup) {
    this.configuration = configuration;
    this.lookup = lookup;
    this.now = lookup.clock().instant();
  }

  /**
   * Plans files.
   *
   * @param files absolute; each was readable and of a known format a moment ago
   * @param isOffline whether no tenant is looked at
   * @param rows takes each row, once all files are known to have the form of their formats
   * @param progress shows how far it is
   * @throws UsageException where a file breaks its format, or a tenant cannot be read at all
   */
  static PlanResult run(
      Configuration configuration,
      List<Path> files,
      boolean isOffline,
      Consumer<PlannedRow> rows,
      LookupProgress progress)
      throws Exception {
    Map<String, TenantSurvey> surveys = new HashMap<>();
    List<SurveyedFile> surveyed = new ArrayList<>();
    for (Path file : files) {
      surveyed.add(surveyed(configuration, file, surveys));
    }
    try (progress;
        TenantLookupRun lookup =
            new TenantLookupRun(configuration, Externals.standard(), progress)) {
      return new PlanRun(configuration, lookup).result(surveyed, surveys, isOffline, rows);
    }
  }

  private static SurveyedFile surveyed(
      Configuration configuration, Path file, Map<String, TenantSurvey> surveys)
      throws IOException {
    try {
      return SurveyedFile.of(
          file,
          configuration.get(Keys.INBOX_MAX_BYTES),
          configuration.get(Keys.INBOX_MAX_ROWS),
          surveys);
    } catch (MalformedFileException e) {
      throw new UsageException(file + " would be refused: " + e.getMessage(), e);
    }
  }

  private PlanResult result(
      List<SurveyedFile> files,
      Map<String, TenantSurvey> surveys,
      boolean isOffline,
      Consumer<PlannedRow> rows)
      throws Exception {
    CallRoot root = lookup.calls();
    TenantPlannings plannings =
        new TenantPlannings(
            root.tenants(), root.requests(), root.lists(), configuration.delivery(), now);
    TenantReads reads = lookup.reads();
    if (isOffline) {
      plannings.assume();
    } else {
      lookUp(plannings, new TenantLookups(reads, root.lists(), now), surveys);
    }
    FilePlan plan = new FilePlan(now, lookup.budget(), plannings::of, rows);
    for (SurveyedFile file : files) {
      take(file, plan);
    }
    return result(plan.end(), reads.requests());
  }

  private static void lookUp(
      TenantPlannings plannings, TenantLookups lookups, Map<String, TenantSurvey> surveys)
      throws InterruptedException {
    try {
      plannings.lookUp(lookups, surveys);
    } catch (AwayException e) {
      throw new UsageException(
          e.getMessage() + "; mend that, or give --offline to plan without a look", e);
    }
  }

  private void take(SurveyedFile file, FilePlan plan) throws IOException {
    Receiver receiver =
        lookup.calls().receiver(earlierSecrets(), lookup.calls().certificates(lookup.clock()));
    RowReader reader =
        RowReader.open(
            file.format(),
            Files.newInputStream(file.path()),
            configuration.get(Keys.INBOX_MAX_ROWS));
    try (CheckedRows groups =
        new CheckedRows(
            new RowGroups(reader, GROUP),
            rows ->
                rows.parallelStream()
                    .map(row -> receiver.row(row, file.sha256()))
                    .toArray(ReceivedRow[]::new))) {
      while (groups.hasNext()) {
        List<ReceivedRow> rows = List.of(groups.next());
        Map<Integer, KnownChange> known = known(rows);
        for (int i = 0; i < rows.size(); i++) {
          plan.take(file.name(), rows.get(i), known.get(i));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Map<Integer, KnownChange> known(List<ReceivedRow> rows) {
    return lookup.ledger().map(ledger -> ledger.recorder().known(rows)).orElse(Map.of());
  }

  private EarlierSecrets earlierSecrets() {
    return lookup
        .ledger()
        .<EarlierSecrets>map(ledger -> ledger.recorder()::secretOf)
        .orElse(
            (changeId, account, referring, field) ->
                EarlierSecret.none(EarlierSecret.Found.NO_CHANGE));
  }

  private PlanResult result(PlanTotals totals, int reads) {
    Map<String, Long> waiting = waiting();
    waiting.keySet().retainAll(totals.requestsByTenant().keySet());
    return new PlanResult(
        totals,
        reads,
        waiting.values().stream().mapToLong(Long::longValue).sum(),
        totals.seconds(lookup.budget(), Map.of()),
        totals.seconds(lookup.budget(), waiting),
        lookup.budget());
  }

  /** By what the tenant is called. */
  private Map<String, Long> waiting() {
    Map<String, Long> waiting = new HashMap<>();
    lookup.ledger().map(Ledger::reports).stream()
        .flatMap(reports -> reports.tenants().stream())
        .forEach(
            tenant -> waiting.merge(GraphTenant.nameOf(tenant.tenant()), open(tenant), Long::sum));
    return waiting;
  }

  private static long open(TenantSummary tenant) {
    return tenant.waiting() + tenant.sending();
  }
}
