package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of {@code routes/}, each looked at as a document. */
public class ShippedRoutesTest {
  private static final Path FOLDER = Path.of("routes");
  private static final String PREFIX = "connector-routes-";

  /** Components that keep nothing of their own between endpoints. */
  private static final Set<String> CAMELS = Set.of("direct", "timer", "file");

  public static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void theListForTheJarIsTheFolder() throws IOException {
    assertThat(ShippedRoutes.FILES).containsExactlyInAnyOrderElementsOf(files());
    for (String file : ShippedRoutes.FILES) {
      String resource = ShippedRoutes.resources().get(file).replace("classpath:", "/");
      assertThat(ShippedRoutesTest.class.getResource(resource)).as(resource).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileSaysFirstWhatItIsFor(String file) throws IOException {
    assertThat(Files.readAllLines(FOLDER.resolve(file))).element(0).asString().startsWith("# ");
    if (!definitions(file, "route").isEmpty()) {
      assertThat(text(file)).containsSubsequence("In: ", "Out: ", "# A failure: ");
    }
  }

  /** Else those of the application around them hold, which may swallow a failure. */
  @ParameterizedTest
  @MethodSource("files")
  void aRouteNamesItsErrorHandlerAndItsRouteConfiguration(String file) throws IOException {
    List<String> configurations = new ArrayList<>();
    for (String each : files()) {
      definitions(each, "routeConfiguration").forEach(c -> configurations.add(text(c, "id")));
    }
    for (Map<?, ?> route : definitions(file, "route")) {
      assertThat(route.get("errorHandler")).as("error handler in " + file).isNotNull();
      assertThat(configurations).contains(text(route, "routeConfigurationId"));
      // Else an application may have bodies in the log of what fails.
      assertThat(
              found(
                  "defaultErrorHandler:[^\\n]*\\n(\\s+redeliveryPolicy:\\s+log\\w+: false)",
                  text(file)))
          .as("of " + file)
          .hasSameSizeAs(found("(defaultErrorHandler)", text(file)))
          .allMatch(policy -> policy.contains("logExhaustedMessageHistory"));
      assertThat(route.get("trace")).as("trace in " + file).isEqualTo(false);
      assertThat(route.get("logMask")).as("logMask in " + file).isEqualTo(true);
      assertThat(route.get("messageHistory")).as("messageHistory in " + file).isEqualTo(false);
      assertThat(route.get("streamCache")).as("streamCache in " + file).isEqualTo(false);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsOursBeginsWithOurName(String file) throws IOException {
    for (Map<?, ?> route : definitions(file, "route")) {
      assertThat(text(route, "id"))
          .isEqualTo(PREFIX + file.replace(".camel.yaml", "").replace('/', '-'));
    }
    assertThat(definitions(file, "routeConfiguration"))
        .allSatisfy(c -> assertThat(text(c, "id")).startsWith(PREFIX));
    String yaml = text(file);
    assertThat(found("(?:direct|timer):([a-z-]+)", yaml)).allMatch(n -> n.startsWith(PREFIX));
    assertThat(found("(?:uri|to): ([a-z-]+):", yaml))
        .allMatch(scheme -> scheme.startsWith(PREFIX) || CAMELS.contains(scheme));
    assertThat(found("ref: (\\S+)", yaml)).allMatch(name -> name.startsWith(PREFIX));
    assertThat(found("[\"']#([^\"']+)", yaml)).allMatch(name -> name.startsWith(PREFIX));
    assertThat(found("\\{\\{([^}]+)", yaml)).allMatch(n -> n.startsWith("connector-routes."));
  }

  /** From Camel 4.22 on {@code to: URI} is warned of. */
  @ParameterizedTest
  @MethodSource("files")
  void noStepIsWrittenInShort(String file) throws IOException {
    assertThat(found("(?m)^[ -]*((?:from|to|simple|constant): *\\S.*)", text(file))).isEmpty();
  }

  private static List<String> found(String regex, String yaml) {
    return Pattern.compile(regex).matcher(yaml).results().map(match -> match.group(1)).toList();
  }

  private static List<Map<?, ?>> definitions(String file, String kind) throws IOException {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(text(file));
    List<Map<?, ?>> definitions = new ArrayList<>();
    for (Object entry : (List<?>) document) {
      Object definition = ((Map<?, ?>) entry).get(kind);
      if (definition != null) {
        definitions.add((Map<?, ?>) definition);
      }
    }
    return definitions;
  }

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  private static String text(Map<?, ?> definition, String key) {
    return Objects.toString(definition.get(key));
  }
}
