package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter.Discarded;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Progress.JobProgress;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.Reports.Waits;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.Workers.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Jobs, tenants and histories as JSON documents; what does not apply is null. */
final class StatusJson {
  private static final Waits NOT_WAITING = new Waits(null, null, null, null);

  private StatusJson() {}

  /** The document of {@code status --json}. */
  static String overview(Overview overview) {
    ObjectNode document = Json.NODES.objectNode();
    ArrayNode runs = document.putArray("runs");
    for (Worker worker : overview.workers()) {
      runs.addObject().put("worker", worker.name()).put("since", Json.time(worker.since()));
    }
    document
        .putObject("graph")
        .put("state", wordOf(overview.graph().state()))
        .put("since", Json.time(overview.graph().since()))
        .put("nextAt", Json.time(overview.graph().nextAt()));
    ArrayNode jobs = document.putArray("jobs");
    overview.jobs().forEach(job -> jobs.add(job(job, overview.progress(job))));
    ArrayNode tenants = document.putArray("tenants");
    overview.tenants().forEach(tenant -> tenants.add(tenant(tenant, overview.now())));
    ArrayNode files = document.putArray("files");
    for (FileReport file : overview.files()) {
      files
          .addObject()
          .put("file", file.name())
          .put("state", wordOf(file.state()))
          .put("reason", file.reason())
          .put("since", Json.time(file.since()));
    }
    ArrayNode needs = document.putArray("needsYou");
    for (NeedsYou need : NeedsYou.of(overview)) {
      needs
          .addObject()
          .put("what", need.what())
          .put("count", need.count())
          .put("command", need.command());
    }
    return Json.print(document);
  }

  private static ObjectNode job(JobSummary summary, JobProgress progress) {
    ObjectNode counts = Json.NODES.objectNode();
    summary.counts().forEach(counts::put);
    ObjectNode node =
        Json.NODES
            .objectNode()
            .put("job", summary.job().name())
            .put("state", wordOf(summary.job().state()))
            .put("rows", summary.job().rows());
    node.set("counts", counts);
    return node.put("recovered", summary.recovered())
        .put("reason", reason(summary, progress))
        .put("secondsLeft", secondsLeft(progress));
  }

  /** Why a job waits, or why its file was refused. */
  static String reason(JobSummary summary, JobProgress progress) {
    return summary.job().state() == Job.State.REFUSED
        ? summary.job().reason()
        : wireName(progress.reason());
  }

  static Long secondsLeft(JobProgress progress) {
    return progress.left() == null ? null : progress.left().toSeconds();
  }

  private static ObjectNode tenant(TenantSummary tenant, Instant now) {
    return Json.NODES
        .objectNode()
        .put("tenant", GraphTenant.nameOf(tenant.tenant()))
        .put("waiting", tenant.waiting())
        .put("blocked", tenant.blocked())
        .put("sending", tenant.sending())
        .put("reason", wireName(tenant.reason()))
        .put("message", tenant.message())
        .put("since", Json.time(tenant.since()))
        .put("nextAt", Json.time(tenant.nextAt()))
        .put("parkedUntil", Json.time(tenant.parkedUntil()))
        .put("oldestSeconds", seconds(tenant.oldest(), now));
  }

  private static String wireName(WaitReason reason) {
    return reason == null ? null : reason.wireName();
  }

  /** The document of {@code status CHANGE_ID --json}: every record of that id, newest first. */
  static String history(String changeId, List<History> records) {
    ObjectNode document = Json.NODES.objectNode().put("changeId", changeId);
    ArrayNode nodes = document.putArray("records");
    records.forEach(record -> nodes.add(record(record)));
    return Json.print(document);
  }

  private static ObjectNode record(History history) {
    Waits waits = Objects.requireNonNullElse(history.waits(), NOT_WAITING);
    ObjectNode node =
        Json.NODES
            .objectNode()
            .put("job", history.job())
            .put("row", history.row())
            .put("tenant", history.tenant())
            .put("operation", history.operation())
            .put("target", history.target())
            .put("state", history.state())
            .put("receivedAt", Json.time(history.receivedAt()))
            .put("dueAt", Json.time(history.dueAt()))
            .put("reason", history.reason())
            .put("blockedBy", waits.blockedBy())
            .put("waits", wireName(waits.reason()))
            .put("message", waits.message())
            .put("nextAt", Json.time(waits.nextAt()));
    ArrayNode attempts = node.putArray("attempts");
    history.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    ArrayNode outcomes = node.putArray("outcomes");
    history.outcomes().forEach(outcome -> outcomes.add(outcome(outcome)));
    ArrayNode discards = node.putArray("discards");
    for (Discarded discarded : history.discards()) {
      discards
          .addObject()
          .put("time", Json.time(discarded.time()))
          .put("by", discarded.by())
          .put("reason", discarded.reason());
    }
    return node;
  }

  private static ObjectNode attempt(AttemptRecord attempt) {
    return Json.NODES
        .objectNode()
        .put("kind", wordOf(attempt.kind()))
        .put("method", attempt.method())
        .put("path", attempt.path())
        .put("sentAt", Json.time(attempt.sentAt()))
        .put("answeredAt", Json.time(attempt.answeredAt()))
        .put("httpStatus", attempt.httpStatus())
        .put("errorCode", attempt.errorCode())
        .put("message", attempt.message())
        .put("requestId", attempt.requestId())
        .put("clientRequestId", attempt.clientRequestId());
  }

  private static ObjectNode outcome(OutcomeRecord outcome) {
    return Json.NODES
        .objectNode()
        .put("outcomeId", outcome.outcomeId())
        .put("time", Json.time(outcome.time()))
        .put("replay", outcome.replay())
        .put("givenChangeId", outcome.givenChangeId())
        .put("outcome", outcome.outcome().wireName())
        .put("resourceId", outcome.resourceId())
        .put("httpStatus", outcome.httpStatus())
        .put("errorCode", outcome.errorCode())
        .put("message", outcome.message())
        .put("attempts", outcome.attempts())
        .put("graphRequests", outcome.graphRequests());
  }

  private static Long seconds(Instant since, Instant now) {
    return since == null ? null : Math.max(0, Duration.between(since, now).toSeconds());
  }

  static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
