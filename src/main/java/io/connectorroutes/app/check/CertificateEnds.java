package io.connectorroutes.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.app.command.Check;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.ShownCertificate;
import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When certificates end: the one that an app proves itself by, and those of API connectors as far
 * as Graph shows them. Each gives one line.
 *
 * @param clock by which they end
 * @param warn how long before its end one is told of
 */
record CertificateEnds(InstantSource clock, Duration warn) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String OF_APP =
      "add a new one to the app registration, and give it in client-certificate";

  /** What ends, and when. */
  private record End(String whose, Instant time) {}

  /** The app's own. */
  Check ofApp(String name, CredentialSettings settings) {
    try {
      return settings
          .certificateEnd()
          .map(end -> line(name, List.of(new End("the app's", end)), OF_APP))
          .orElseGet(() -> Check.passed(name, "none is used"));
    } catch (TokenUnavailableException e) {
      return Check.failedWith(name, e.getMessage(), "give one that can be read");
    }
  }

  /**
   * Those that the connectors of a list answer with.
   *
   * @param list Graph's answer; only the first page of it counts
   */
  Check ofConnectors(String name, GraphResponse list) {
    List<End> ends = new ArrayList<>();
    try {
      for (JsonNode connector : JSON.readTree(list.body()).path("value")) {
        end(connector).ifPresent(ends::add);
      }
    } catch (IOException e) {
      return Check.failed(name, "Graph's list cannot be read", "see graph.endpoint");
    }
    return ends.isEmpty()
        ? Check.passed(name, "Graph shows none")
        : line(name, ends, "send apiConnector.uploadClientCertificate with a new one");
  }

  private static Optional<End> end(JsonNode connector) {
    List<ShownCertificate> all = ShownCertificate.of(connector).orElse(List.of());
    List<ShownCertificate> active = all.stream().filter(ShownCertificate::active).toList();
    return (active.isEmpty() ? all : active)
        .stream()
            .map(ShownCertificate::end)
            .filter(end -> end != null)
            .max(Comparator.naturalOrder())
            .map(end -> new End(PrintableText.name(connector.path("displayName").asText()), end));
  }

  private Check line(String name, List<End> ends, String remedy) {
    Instant now = clock.instant();
    End first = ends.stream().min(Comparator.comparing(End::time)).orElseThrow();
    long soon = ends.stream().filter(end -> end.time().isBefore(now.plus(warn))).count();
    String message =
        (first.time().isBefore(now) ? "ended at " : "ends at ")
            + first.time().truncatedTo(ChronoUnit.SECONDS)
            + ": "
            + first.whose()
            + (soon > 1 ? ", and " + (soon - 1) + " more soon" : "");
    return soon == 0 ? Check.passed(name, message) : Check.failed(name, message, remedy);
  }
}
