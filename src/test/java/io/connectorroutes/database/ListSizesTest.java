package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListSizesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 2, 4",
    "7, 4, 8",
    "17, 16, 20",
    "19, 16, 20",
    "20, 20, 20",
    "21, 20, 32",
    "63, 32, 64",
    "64, 64, 64",
    "255, 128, 256",
    "256, 256, 256",
    "257, 256, 512",
    "1000, 256, 1024"
  })
  void aListHasTheNextSizeBelowOrAbove(int length, int atMost, int atLeast) {
    assertThat(ListSizes.atMost(length)).isEqualTo(atMost);
    assertThat(ListSizes.atLeast(length)).isEqualTo(atLeast);
  }

  /** Each is a statement that a server keeps a plan for. */
  @Test
  void listsOfAllLengthsShareAFewSizes() {
    assertThat(IntStream.rangeClosed(1, 1_000).map(ListSizes::atLeast).distinct().count())
        .isLessThanOrEqualTo(12);
  }

  @Test
  void aFullCallToGraphIsOneList() {
    assertThat(ListSizes.atMost(20)).isEqualTo(20);
    assertThat(Sql.padded(new Object[20])).hasSize(20);
  }

  @Test
  void whatIsMissingIsTheLastOnceMore() {
    assertThat(Sql.padded(new Object[] {1L, 2L, 3L})).containsExactly(1L, 2L, 3L, 3L);
  }
}
