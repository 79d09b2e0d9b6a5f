package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Window;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A window is asked for its size by a process, which a bar cannot start for each of its steps. */
class RecentWindowTest {
  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger asked = new AtomicInteger();
  private final RecentWindow window =
      new RecentWindow(() -> new Window(24, 80 + asked.incrementAndGet()), time::get);

  @Test
  void itIsAskedOnceInSomeSeconds() {
    assertThat(window.get()).isEqualTo(new Window(24, 81));
    time.addAndGet(RecentWindow.ASKED_EVERY.toNanos() - 1);
    assertThat(window.get()).isEqualTo(new Window(24, 81));
    assertThat(asked).hasValue(1);
    time.incrementAndGet();
    assertThat(window.get()).isEqualTo(new Window(24, 82));
  }
}
