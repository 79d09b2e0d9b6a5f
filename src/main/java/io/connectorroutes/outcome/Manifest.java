package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the rows of a job and says what its result folder holds. */
final class Manifest {
  static final String FILE_NAME = "manifest.json";

  private final Job job;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private int rows;
  private int duplicates;

  Manifest(Job job) {
    this.job = job;
  }

  /** Counts a row under its outcome: a duplicate's is that of the first one. */
  void count(JobRow row) {
    rows++;
    counts.merge(row.outcome().outcome(), 1, Integer::sum);
    if (row.duplicateOf() != null) {
      duplicates++;
    }
  }

  /**
   * The document; each outcome has a count, also where it is 0. Of a job that is not done, the rows
   * without one are counted besides.
   */
  byte[] document(List<ResultFile.Summary> files) {
    ObjectNode document = identity(job);
    OutcomeJson.put(document, "completedAt", job.completedAt());
    document.put("rows", rows);
    if (job.completedAt() == null) {
      document.put("open", job.rows() - rows);
    }
    ObjectNode byOutcome = document.putObject("counts");
    for (Outcome outcome : Outcome.values()) {
      byOutcome.put(outcome.wireName(), counts.getOrDefault(outcome, 0));
    }
    document.put("duplicates", duplicates);
    ArrayNode list = document.putArray("files");
    files.forEach(
        file ->
            list.addObject()
                .put("name", file.name())
                .put("rows", file.rows())
                .put("sha256", file.sha256()));
    return utf8(document);
  }

  private static byte[] utf8(ObjectNode document) {
    return (PrintableText.json(document.toPrettyString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the manifest in a folder is there and of that job. */
  static boolean isOf(Job job, Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Optional<ObjectNode> found = RowJson.object(Files.readAllBytes(file));
    return found.map(Manifest::identity).equals(RowJson.object(utf8(identity(job))));
  }

  private static ObjectNode identity(ObjectNode manifest) {
    return manifest.retain("job", "source", "receivedAt");
  }

  private static ObjectNode identity(Job job) {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    OutcomeJson.put(identity, "job", job.name());
    OutcomeJson.put(identity, "source", job.source());
    OutcomeJson.put(identity, "receivedAt", job.receivedAt());
    return identity;
  }
}
