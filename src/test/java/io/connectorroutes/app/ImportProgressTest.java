package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Window;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a person sees while an import works. */
class ImportProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);
  private final AtomicLong nanos = new AtomicLong();

  private static ImportState state(String subject, long done, String reason) {
    return new ImportState(subject, false, 2000, done, 112, 200, Duration.ofMinutes(6), reason);
  }

  private static ImportState recording(long rows) {
    return new ImportState("two.csv", true, rows, 0, 0, 0, null, null);
  }

  private void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }

  @Test
  void linesComeOnChangeAndNotEachMoment() {
    ProgressLines lines = new ProgressLines(out, nanos::get);
    lines.show(recording(400));
    for (ImportState state :
        List.of(
            recording(500),
            recording(1500),
            state("two.csv", 812, null),
            state("two.csv", 812, null),
            state("two.csv", 812, "budget used up, next at 21:13:36Z"),
            state("a\u001b[2J.csv", 813, null))) {
      later(Duration.ofSeconds(2));
      lines.show(state);
    }
    assertThat(lines())
        .containsExactly(
            "two.csv: 500 rows recorded",
            "two.csv: 1500 rows recorded",
            "two.csv: 812/2000, 200/min, about 6 min left, 112 bad",
            "two.csv: 812/2000, 200/min, about 6 min left, 112 bad;"
                + " budget used up, next at 21:13:36Z",
            "a\ufffd[2J.csv: 813/2000, 200/min, about 6 min left, 112 bad");
  }

  @Test
  void aLineOfTheLogTakesTheBarAwayAndHasItDrawnAgainBelow() {
    PrintStream errors = System.err;
    System.setErr(new PrintStream(new WriterOutputStream(), true, StandardCharsets.UTF_8));
    try {
      try (ImportProgress bar =
          new ProgressBesideLog(new ProgressScreen(out, () -> Window.USUAL))) {
        System.err.print("before\n");
        bar.show(state("two.csv", 812, "Graph cannot be reached"));
        System.err.print("in ");
        System.err.print("between\n");
        System.err.print("and again\n");
      }
      System.err.print("behind\n");
    } finally {
      System.setErr(errors);
    }
    String drawn = "((\r\n[^\r\n]*\u001b\\[K\u001b\\[1A)?\rtwo\\.csv [^\r\n]*\u001b\\[K)+";
    String takenAway = drawn + "\r\u001b\\[J";
    String left = drawn + "\r?\n\r?\n";
    assertThat(text.toString())
        .matches(
            "before\n"
                + takenAway
                + "in between\n"
                + takenAway
                + "and again\n"
                + left
                + "behind\n");
  }

  /** The terminal, which errors are written to as well. */
  private final class WriterOutputStream extends OutputStream {
    @Override
    public void write(int one) {
      text.write(one);
    }
  }

  @Test
  void aBarIsDrawnOverItselfInEightyColumns() {
    for (ImportState state :
        List.of(
            state("two.csv", 812, null),
            state("two.csv", 900, "budget used up, next at 21:13:36Z"),
            state("a file with a name\u001b[2J that is long.csv", 2000, null))) {
      // What is drawn in between is a matter of time.
      try (ProgressScreen screen = new ProgressScreen(out, () -> Window.USUAL)) {
        screen.show(recording(500));
        screen.show(state);
      }
    }
    List<String> drawn =
        Arrays.stream(text.toString().split("[\r\n]+"))
            .map(line -> line.replace("\u001b[K", "").replace("\u001b[1A", ""))
            .toList();
    assertThat(drawn).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    assertThat(drawn)
        .anySatisfy(line -> assertThat(line).startsWith("two.csv").contains("rows recorded"))
        .anySatisfy(
            line -> assertThat(line).contains(" 40%", "[", "812/2000", "200/min, about 6 min left"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("two.csv")
                    .contains("900/2000", "200/min, about 6 min left, 112 bad"))
        .contains("budget used up, next at 21:13:36Z");
    assertThat(text.toString()).doesNotContain("\u001b[2J").endsWith("\n");
  }

  @Test
  void aNarrowWindowHasALineInPlaceOfTheBar() {
    Window[] window = {new Window(24, 50)};
    try (ProgressScreen screen = new ProgressScreen(out, () -> window[0])) {
      screen.show(recording(500));
      screen.show(state("a file with a name that is long.csv", 812, null));
      window[0] = new Window(24, 20);
      screen.show(state("two.csv", 900, null));
      window[0] = Window.USUAL;
      screen.show(state("two.csv", 1000, null));
      window[0] = new Window(24, 1);
      screen.show(state("two.csv", 1100, null));
    }
    assertThat(text.toString().replace("\u001b[K", ""))
        .startsWith(
            "\r500 rows recorded: two.csv"
                + "\r812/2000, 200/min, about 6 min left, 112 bad: a…"
                + "\r900/2000, 200/min…"
                + System.lineSeparator())
        .contains("1000/2000 200/min")
        .endsWith(System.lineSeparator() + "\r…" + System.lineSeparator());
  }

  @Test
  void theRateIsThatOfTheLastMinutes() {
    SettleRate rate = new SettleRate(nanos::get);
    assertThat(rate.perMinute()).isZero();
    rate.add(1000);
    later(Duration.ofSeconds(1));
    rate.add(1028);
    assertThat(rate.perMinute()).as("of a moment nothing is learnt").isZero();
    later(Duration.ofSeconds(59));
    rate.add(1200);
    assertThat(rate.perMinute()).isEqualTo(200);
    later(Duration.ofMinutes(2));
    rate.add(1200);
    later(Duration.ofMinutes(1));
    rate.add(1210);
    assertThat(rate.perMinute()).as("what was before does not count").isEqualTo(10);
  }

  @Test
  void aLongNameIsShortenedAndNothingElse() {
    ImportState state =
        new ImportState(
            "a file with a name that is long.csv",
            false,
            20_000,
            8_120,
            112,
            1_200,
            Duration.ofSeconds(347),
            "throttled");
    assertThat(ProgressLine.cut("接続先の一覧.csv", 10)).as("two columns each").isEqualTo("接続先の…");
    String line = ProgressLine.of(state, Duration.ofSeconds(12), 78);
    assertThat(line)
        .hasSize(78)
        .matches("a file .*…  40% \\[=+ +\\] 8120/20000 1200/min, about 5 min 47 s left, 112 bad");
  }
}
