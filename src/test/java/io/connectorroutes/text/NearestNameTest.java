package io.connectorroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("run", "status", "dead-letters", "--json");

  @Test
  void fewEditsAreForgivenAndCaseIsNone() {
    assertThat(NearestName.of("STATSU", KNOWN)).contains("status");
    assertThat(NearestName.of("dead-leters", KNOWN)).contains("dead-letters");
    assertThat(NearestName.of("--jsn", KNOWN)).contains("--json");
    assertThat(NearestName.of("colour", KNOWN)).isEmpty();
    assertThat(NearestName.of("status".repeat(20), KNOWN)).isEmpty();
  }

  @Test
  void neighboursThatChangedPlacesAreOneEdit() {
    assertThat(NearestName.of("rnu", KNOWN)).contains("run");
    assertThat(NearestName.of("nr", KNOWN)).isEmpty();
  }

  @Test
  void aHintNamesTheNearestOrWhatToDoOtherwise() {
    assertThat(NearestName.hint("rum", KNOWN, "see there")).isEqualTo("did you mean run?");
    assertThat(NearestName.hint("walk", KNOWN, "see there")).isEqualTo("see there");
  }
}
