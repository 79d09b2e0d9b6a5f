package io.connectorroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void oneIsNoMore() {
    assertThat(Counted.of(1, "row")).isEqualTo("1 row");
    assertThat(Counted.of(0, "row")).isEqualTo("0 rows");
    assertThat(Counted.of(3_000, "row")).isEqualTo("3,000 rows");
    assertThat(Counted.of(1, "name fits", "names fit")).isEqualTo("1 name fits");
    assertThat(Counted.of(2, "name fits", "names fit")).isEqualTo("2 names fit");
  }
}
