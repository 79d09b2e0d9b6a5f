package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MendedIdTest {

  @Test
  void countsUpEachTimeARowFailsAgain() {
    assertThat(MendedId.after("c", null)).isEqualTo("c:2");
    assertThat(MendedId.after("c:2", "c")).isEqualTo("c:3");
    assertThat(MendedId.after("c:3", "c:2")).isEqualTo("c:4");
    assertThat(MendedId.after("c:9", "c:8")).isEqualTo("c:10");
  }

  @Test
  void aNumberOfTheSendersOwnIsNotCountedUp() {
    assertThat(MendedId.after("batch:2", null)).isEqualTo("batch:2:2");
    assertThat(MendedId.after("batch:2:2", "batch:2")).isEqualTo("batch:2:3");
    assertThat(MendedId.after("other", "c")).isEqualTo("other:2");
  }

  @Test
  void longIdsAreCutAndStayApart() {
    String id = "x".repeat(127);
    String other = "x".repeat(126) + "y";
    Set<String> seen = new HashSet<>();

    String before = id;
    String current = MendedId.after(id, null);
    for (int i = 2; i < 15; i++) {
      assertThat(current).hasSizeLessThanOrEqualTo(128).endsWith(":" + i);
      assertThat(seen.add(current)).isTrue();
      String next = MendedId.after(current, before);
      before = current;
      current = next;
    }
    assertThat(seen).doesNotContain(MendedId.after(other, null));
  }

  @Test
  void anIdOfTheFullLengthStaysInTheAlphabet() {
    assertThat(MendedId.after("a".repeat(128), null)).matches("[A-Za-z0-9._:-]{1,128}");
  }
}
