package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalsTest {
  @Test
  void theFirstOneEndsInGoodOrderAndEachOtherAtOnce() {
    List<String> done = new ArrayList<>();
    Signals signals = new Signals(s -> done.add("exit"), s -> done.add("halt " + s));
    signals.received();
    assertThat(done).containsExactly("exit");
    signals.received();
    signals.received();
    assertThat(done).containsExactly("exit", "halt 3", "halt 3");
  }
}
