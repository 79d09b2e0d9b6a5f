package io.connectorroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final ObjectKind KIND = ObjectKind.CONNECTOR_GROUP;

  private final NameDirectory directory = new NameDirectory(10);

  @Test
  void theTenantThatWasNotAskedForLongestIsForgotten() {
    list("a", 4);
    list("b", 4);
    assertThat(knows("a")).isTrue();
    list("c", 4);

    assertThat(knows("b")).isFalse();
    assertThat(knows("a")).isTrue();
    assertThat(knows("c")).isTrue();
  }

  @Test
  void oneTenantMayBeLargerThanTheBound() {
    list("a", 4);
    list("b", 20);

    assertThat(knows("b")).isTrue();
    assertThat(knows("a")).isFalse();
  }

  @Test
  void pagesWithoutEndAreGivenUp() {
    directory.nextPage("a", KIND, NOW);
    long taken =
        IntStream.range(0, 2 * NameDirectory.MAX_PAGES)
            .takeWhile(
                i -> directory.feed("a", KIND, List.of(), "/v1.0/p" + i) == NameDirectory.Fed.TAKEN)
            .count();

    assertThat(taken).isEqualTo(NameDirectory.MAX_PAGES - 1);
    assertThat(directory.nextPage("a", KIND, NOW)).isEmpty();
  }

  @Test
  void whatWeDeleteWhileAListIsReadIsNotInIt() {
    directory.nextPage("a", KIND, NOW);
    directory.feed("a", KIND, List.of(group(0)), "/v1.0/p");
    directory.remove("a", KIND, "id-0");
    directory.feed("a", KIND, List.of(group(1)), null);

    assertThat(knows("a")).isTrue();
    assertThat(directory.withId("a", KIND, "id-0", NOW, NOW).orElseThrow().objects()).isEmpty();
    assertThat(directory.withId("a", KIND, "id-1", NOW, NOW).orElseThrow().objects()).hasSize(1);
  }

  @Test
  void anAnswerToAListThatWasForgottenIsOfNoUse() {
    directory.nextPage("a", KIND, NOW);
    directory.drop("a", KIND);

    assertThat(directory.feed("a", KIND, List.of(group(0)), null))
        .isEqualTo(NameDirectory.Fed.TAKEN);
    assertThat(knows("a")).isFalse();
  }

  private void list(String account, int objects) {
    directory.nextPage(account, KIND, NOW);
    directory.feed(
        account,
        KIND,
        IntStream.range(0, objects).mapToObj(NameDirectoryTest::group).toList(),
        null);
  }

  private boolean knows(String account) {
    return directory.named(account, KIND, "name-0", NOW, NOW).isPresent();
  }

  private static ListedObject group(int number) {
    return new ListedObject(
        "id-" + number, "name-" + number, null, AuthenticationKind.UNKNOWN, null, Set.of());
  }
}
