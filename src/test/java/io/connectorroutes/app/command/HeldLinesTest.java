package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines are held in memory as long as they are few, and come again in their order. */
class HeldLinesTest {
  private static final int MANY = 300_000;

  @Test
  void fewAreInMemory() {
    HeldBytes bytes = new HeldBytes(1 << 20);
    HeldLines lines = new HeldLines(bytes);
    Stream.of("one", "", "drei ß").forEach(lines::add);

    assertThat(taken(lines)).containsExactly("one", "", "drei ß");
    assertThat(bytes.isInFile()).isFalse();
  }

  @Test
  void manyAreInAFile() {
    HeldBytes bytes = new HeldBytes(1 << 20);
    HeldLines lines = new HeldLines(bytes);
    Random random = new Random(1);
    for (int i = 0; i < MANY; i++) {
      lines.add(i + " " + Long.toHexString(random.nextLong()));
    }

    assertThat(bytes.isInFile()).isTrue();
    Random again = new Random(1);
    List<String> wrong = new ArrayList<>();
    int[] count = {0};
    lines.forEach(
        line -> {
          if (!line.equals(count[0]++ + " " + Long.toHexString(again.nextLong()))) {
            wrong.add(line);
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(count[0]).isEqualTo(MANY);
  }

  @Test
  void noneIsNone() {
    assertThat(taken(new HeldLines())).isEmpty();
  }

  private static List<String> taken(HeldLines lines) {
    List<String> taken = new ArrayList<>();
    lines.forEach(taken::add);
    return taken;
  }
}
