package io.connectorroutes.outcome;

import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.secret.Masking;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Outcomes, jobs and rows that the tests of this package start from. */
final class Samples {
  static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00Z");
  static final Instant SETTLED = Instant.parse("2026-03-01T10:00:05.120Z");

  private static final Set<String> KNOWN =
      Set.of(
          "changeId",
          "operation",
          "revision",
          "target",
          "target.id",
          "target.displayName",
          "properties",
          "properties.displayName",
          "properties.targetUrl",
          "properties.authenticationConfiguration",
          "properties.authenticationConfiguration.@odata.type",
          "properties.authenticationConfiguration.username",
          "properties.authenticationConfiguration.password");

  private Samples() {}

  static Masking masking() {
    return new Masking(KNOWN::contains);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An outcome with every field set. */
  static OutcomeRecord full() {
    return new OutcomeRecord(
        "5a0c7e3e-0000-4000-8000-000000000001",
        17,
        SETTLED,
        "c-1",
        null,
        "changes.csv",
        3,
        2,
        "contoso",
        "apiConnector.update",
        "displayName=Test API",
        Outcome.FAILED,
        "be1f769b-9b13-437e-b540-79a905c4932c",
        404,
        "Request_ResourceNotFound",
        "no such connector",
        "11111111-0000-4000-8000-000000000001",
        "22222222-0000-4000-8000-000000000001",
        1,
        2,
        RECEIVED);
  }

  /** An outcome with only what every outcome has. */
  static OutcomeRecord plain(String changeId, Outcome outcome, String message) {
    return new OutcomeRecord(
        "o-" + changeId,
        1,
        SETTLED,
        changeId,
        null,
        "changes",
        null,
        null,
        null,
        null,
        null,
        outcome,
        null,
        null,
        null,
        message,
        null,
        null,
        0,
        0,
        RECEIVED);
  }

  static Job job(String name, FileFormat format, List<String> columns) {
    return job(name, format, FileLayout.standard(format, columns));
  }

  static Job job(String name, FileFormat format, FileLayout layout) {
    return new Job(
        5,
        name,
        name,
        "/srv/inbox/" + name,
        format,
        "00",
        layout,
        Job.State.SETTLED,
        0,
        RECEIVED,
        SETTLED,
        null);
  }

  /** A row as it came, with an outcome. */
  static JobRow row(int number, String changeId, Outcome outcome, String original) {
    return new JobRow(
        number, changeId, null, plain(changeId, outcome, null), List.of(), utf8(original), null);
  }
}
