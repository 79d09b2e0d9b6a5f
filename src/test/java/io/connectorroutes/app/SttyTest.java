package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size of a window, as {@code stty size} prints it. */
class SttyTest {
  @Test
  void itIsRowsAndColumns() {
    assertThat(Stty.window("51 132\n")).contains(new Window(51, 132));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0\n", "24 0\n", "24\n", "99999999 80\n", "speed 38400 baud"})
  void whatIsNoSizeIsNone(String printed) {
    assertThat(Stty.window(printed)).isEmpty();
  }
}
