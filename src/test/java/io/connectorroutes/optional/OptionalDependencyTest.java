package io.connectorroutes.optional;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class OptionalDependencyTest {
  private static Map<String, Element> dependencies;
  private static Document pom;

  @BeforeAll
  static void readPom() throws Exception {
    pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    Element project = pom.getDocumentElement();
    NodeList all = project.getElementsByTagName("dependency");
    dependencies =
        IntStream.range(0, all.getLength())
            .mapToObj(i -> (Element) all.item(i))
            .filter(e -> e.getParentNode().getParentNode() == project)
            .collect(
                Collectors.toMap(
                    e -> text(e, "groupId") + ":" + text(e, "artifactId"), Function.identity()));
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    String text = found.getLength() == 0 ? "" : found.item(0).getTextContent();
    return text.startsWith("${")
        ? text(pom.getDocumentElement(), text.substring(2, text.length() - 1))
        : text;
  }

  /** Where the class is misspelt the library would never be there. */
  @ParameterizedTest
  @EnumSource
  void itIsFoundWhereItIsOnTheClassPath(OptionalDependency dependency) {
    assertThat(dependency.isPresent()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void itIsCalledAsInThePom(OptionalDependency dependency) {
    String[] parts = dependency.coordinates().split("[: ]", 3);
    Element inPom = dependencies.get(parts[0] + ":" + parts[1]);

    assertThat(inPom).isNotNull();
    assertThat(text(inPom, "optional")).isEqualTo("true");
    String version = text(inPom, "version");
    assertThat(parts[2]).isEqualTo(version.isEmpty() ? "of Camel's version" : version);
  }

  @Test
  void whatIsNotThereIsNamedInOneLine() {
    assertThat(OptionalDependency.SQLITE.needed())
        .isEqualTo("needs org.xerial:sqlite-jdbc:3.53.4.0, which is not on the class path: add it");
    assertThat(OptionalDependency.CAMEL_AMQP.needed())
        .isEqualTo(
            "needs org.apache.camel:camel-amqp of Camel's version, which is not on the class path:"
                + " add it");
  }
}
