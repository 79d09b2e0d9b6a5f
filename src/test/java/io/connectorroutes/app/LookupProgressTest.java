package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.command.Window;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a person sees while a command reads tenants. */
class LookupProgressTest {
  private static final String GONE = "\r\u001b[K";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private int columns = 80;

  private LookupProgress progress(boolean isScreen, boolean isErrorScreen) {
    Terminal terminal =
        Terminal.of(
            new ByteArrayOutputStream(),
            err,
            isScreen,
            isErrorScreen,
            () -> new Window(24, columns));
    return new LookupProgress("plan", terminal, nanos::get);
  }

  private String drawn() {
    String drawn = err.toString(UTF_8);
    err.reset();
    return drawn;
  }

  private void later() {
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
  }

  @Test
  void aLineIsDrawnOverItselfNotEachMomentAndGoesInTheEnd() {
    try (LookupProgress progress = progress(true, true)) {
      progress.read();
      assertThat(drawn()).as("it is not long yet").isEmpty();
      later();
      progress.read();
      progress.read();
      assertThat(drawn()).isEqualTo("\rplan: 2 requests read\u001b[K");
      later();
      progress.planned(false);
      assertThat(drawn()).isEqualTo("\rplan: 3 requests read, 1 row planned\u001b[K");
      columns = 20;
      later();
      progress.planned(false);
      assertThat(drawn()).isEqualTo("\rplan: 3 requests …\u001b[K");
    }
    assertThat(drawn()).isEqualTo(GONE);
  }

  @Test
  void whatIsPrintedTakesItsPlace() {
    LookupProgress progress = progress(true, true);
    later();
    progress.read();
    progress.note("tenant default is asked again at noon");
    assertThat(drawn())
        .isEqualTo(
            "\rplan: 1 request read\u001b[K" + GONE + "tenant default is asked again at noon\n");

    later();
    progress.read();
    later();
    progress.planned(true);
    assertThat(drawn()).isEqualTo("\rplan: 2 requests read\u001b[K" + GONE);
  }

  @Test
  void rowsThatArePrintedElsewhereAreNoReasonToGo() {
    LookupProgress progress = progress(false, true);
    later();
    progress.planned(true);
    assertThat(drawn()).isEqualTo("\rplan: 1 row planned\u001b[K");
  }

  @Test
  void nothingIsDrawnWhereStandardErrorIsNoTerminal() {
    try (LookupProgress progress = progress(true, false)) {
      later();
      progress.read();
      later();
      progress.planned(false);
    }
    assertThat(drawn()).isEmpty();
  }
}
