package io.connectorroutes.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.app.command.Check;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.ShownCertificate;
import io.connectorroutes.graph.TokenUnavailableException;
import io.connectorroutes.ledger.Reports.CertificateEnd;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * When certificates end: the one that an app proves itself by, and those of API connectors as far
 * as Graph shows them or the ledger knows. Each gives one line.
 *
 * @param clock by which they end
 * @param warn how long before its end one is told of
 */
record CertificateEnds(InstantSource clock, Duration warn) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String OF_APP =
      "add a new one to the app registration, and give it in client-certificate";

  static final String OF_CONNECTORS = "send apiConnector.uploadClientCertificate with a new one";

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
   * Those that the connectors of a list answer with. Where it goes on with further pages, those
   * that the ledger knows as well.
   *
   * @param list the first page of Graph's answer
   * @param known gives those of the tenant's connectors that end before a time
   */
  Check ofConnectors(
      String name, GraphResponse list, Function<Instant, List<CertificateEnd>> known) {
    List<End> ends = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    boolean goesOn;
    try {
      JsonNode page = JSON.readTree(list.body());
      goesOn = page.has("@odata.nextLink");
      for (JsonNode connector : page.path("value")) {
        shown.add(connector.path("id").asText());
        ShownCertificate.end(connector)
            .map(end -> new End(PrintableText.name(connector.path("displayName").asText()), end))
            .ifPresent(ends::add);
      }
    } catch (IOException e) {
      return Check.failed(name, "Graph's list cannot be read", "see graph.endpoint");
    }
    List<CertificateEnd> others = goesOn ? known.apply(clock.instant().plus(warn)) : List.of();
    others.stream()
        .filter(end -> !shown.contains(end.id()))
        .map(end -> new End(PrintableText.name(end.called()), end.end()))
        .forEach(ends::add);
    return ends.isEmpty() ? Check.passed(name, "none is known") : line(name, ends, OF_CONNECTORS);
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
