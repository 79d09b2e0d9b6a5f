package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.camel.ShippedRoutesTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The verbs of the component {@code ledger}, and that the routes and the documentation keep to. */
class LedgerVerbTest {

  /** Which way an endpoint can be used, what carries it out, and the options that it takes. */
  private record Verb(String uri, boolean isConsumed, Class<?> by, Set<String> options) {
    private static Verb to(String uri, Class<?> producer, String... options) {
      return new Verb(uri, false, producer, Set.of(options));
    }

    private static Verb from(String uri, String... options) {
      return new Verb(uri, true, LedgerConsumer.class, Set.of(options));
    }

    private String name() {
      return uri.replaceAll("^ledger:|[?].*$", "");
    }
  }

  private static List<Verb> table() {
    return List.of(
        Verb.to("ledger:open", LedgerOpenProducer.class),
        Verb.to("ledger:record", LedgerRecordProducer.class, "job"),
        Verb.to("ledger:record?job=queue:q", LedgerRecordMessageProducer.class, "job"),
        Verb.to("ledger:finish", LedgerFinishProducer.class),
        Verb.to("ledger:refuse", LedgerRefuseProducer.class),
        Verb.to("ledger:settle", LedgerSettleProducer.class),
        Verb.to("ledger:release", LedgerReleaseProducer.class),
        Verb.to("ledger:prune", LedgerPruneProducer.class, "keep"),
        Verb.from("ledger:due", "concurrentConsumers", "poll"),
        Verb.from("ledger:outcomes", "poll"),
        Verb.from("ledger:dead-letters", "poll"),
        Verb.from("ledger:jobs", "poll"));
  }

  @TempDir Path folder;
  private IdleLedger idle;

  @BeforeEach
  void open() {
    idle = new IdleLedger(folder, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    idle.close();
  }

  @ParameterizedTest
  @MethodSource("table")
  void aVerbIsUsedOneWay(Verb verb) throws Exception {
    LedgerEndpoint endpoint = idle.endpoint(verb.uri);

    if (verb.isConsumed) {
      assertThat(endpoint.createConsumer(exchange -> {})).isInstanceOf(verb.by);
      assertThatThrownBy(endpoint::createProducer).hasMessageContaining("can only be consumed");
    } else {
      assertThat(endpoint.createProducer()).isExactlyInstanceOf(verb.by);
      assertThatThrownBy(() -> endpoint.createConsumer(exchange -> {}))
          .hasMessageContaining("can only be produced to");
    }
  }

  @Test
  void theTableHasEachVerb() {
    assertThat(table().stream().map(Verb::name))
        .containsOnly(
            Arrays.stream(LedgerVerb.values())
                .map(verb -> verb.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toArray(String[]::new));
  }

  @Test
  void aVerbThatThereIsNotIsRefusedWithTheOnesThatThereAre() {
    assertThatThrownBy(() -> idle.endpoint("ledger:forget"))
        .hasRootCauseMessage("ledger:forget is none of " + Arrays.toString(LedgerVerb.values()));
  }

  @Test
  void theRoutesUseEachVerbWithItsOptions() throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    for (String file : ShippedRoutesTest.files()) {
      addEndpoints(
          new Load(LoadSettings.builder().build())
              .loadFromString(Files.readString(Path.of("routes", file))),
          used);
    }

    assertThat(used.keySet()).containsExactlyInAnyOrderElementsOf(names());
    for (Verb verb : table()) {
      assertThat(verb.options).as(verb.uri).containsAll(used.get(verb.name()));
    }
  }

  @Test
  void theDocumentationNamesEachVerb() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs", "architecture.md")).stream()
            .filter(line -> line.matches("\\| `(to|from): ledger:.*"))
            .toList();
    for (Verb verb : table()) {
      String way = verb.isConsumed ? "| `from: " : "| `to: ";
      assertThat(rows)
          .as(verb.uri)
          .anyMatch(row -> row.startsWith(way) && row.matches(".*[`:]" + verb.name() + "`.*"));
    }
  }

  private static Collection<String> names() {
    return table().stream().map(Verb::name).distinct().toList();
  }

  /** Adds each {@code ledger:VERB} below a part of a document, with the names of its parameters. */
  private static void addEndpoints(Object part, Map<String, Set<String>> used) {
    if (part instanceof Map<?, ?> map) {
      Stream.of("uri", "to")
          .map(map::get)
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .filter(uri -> uri.startsWith("connector-routes-ledger:"))
          .forEach(
              uri ->
                  used.computeIfAbsent(
                          uri.substring("connector-routes-ledger:".length()), u -> new TreeSet<>())
                      .addAll(parameters(map)));
      map.values().forEach(value -> addEndpoints(value, used));
    } else if (part instanceof List<?> list) {
      list.forEach(value -> addEndpoints(value, used));
    }
  }

  private static List<String> parameters(Map<?, ?> endpoint) {
    List<String> names = new ArrayList<>();
    if (endpoint.get("parameters") instanceof Map<?, ?> parameters) {
      parameters.keySet().forEach(name -> names.add(String.valueOf(name)));
    }
    return names;
  }
}
