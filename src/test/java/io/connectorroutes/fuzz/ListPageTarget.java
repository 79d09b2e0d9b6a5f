package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphBatch;
import io.connectorroutes.graph.GraphLists;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.graph.ListPage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of lists and answers to batches are read, or refused without repeating them; a next link
 * leads nowhere but below the root.
 */
public final class ListPageTarget {
  private static final URI ROOT = Cloud.of("global").root();
  private static final GraphLists LISTS =
      new GraphLists(new GraphSettings(Cloud.of("global"), "v1.0", "/connectors"));

  private ListPageTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    assertPinned(new String(input, UTF_8));
    try {
      ListPage page = ListPage.parse(input);
      assertThat(page.objects()).allMatch(object -> object.id() != null);
      if (page.nextLink() != null) {
        assertPinned(page.nextLink());
      }
    } catch (IOException e) {
      assertRefused(e);
    }
    batch(input);
  }

  private static void batch(byte[] input) {
    try {
      List<Optional<GraphResponse>> answers =
          GraphBatch.responses(new GraphResponse(200, Map.of("request-id", "r"), input), 20);
      assertThat(answers).hasSize(20);
      answers.forEach(
          answer ->
              answer.ifPresent(
                  one ->
                      assertThat(one.headers())
                          .containsKey("request-id")
                          .doesNotContainValue(null)));
    } catch (IOException e) {
      assertRefused(e);
    }
  }

  private static void assertRefused(IOException e) {
    Promises.assertMessage(e.getMessage());
    assertThat(e).hasNoCause();
  }

  private static void assertPinned(String link) {
    Optional<String> path = LISTS.pathOf(link);
    if (path.isEmpty()) {
      return;
    }
    URI next = URI.create(ROOT + path.get());
    assertThat(next.getScheme()).isEqualTo("https");
    assertThat(next.getHost()).isEqualTo(ROOT.getHost());
    assertThat(next.getPort()).isEqualTo(ROOT.getPort());
    assertThat(next.getRawUserInfo()).isNull();
    assertThat(next.getRawPath()).startsWith(ROOT.getRawPath() + "/");
    // As a server may read it: decoded, its dots resolved.
    URI decoded = URI.create(ROOT + path.get().replaceAll("(?i)%2e", "."));
    assertThat(decoded.getRawPath().split("/")).doesNotContain("..", ".");
    assertThat(path.get()).isPrintable().isASCII().doesNotContain("\\", " ");
  }
}
