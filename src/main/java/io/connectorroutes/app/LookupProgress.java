package io.connectorroutes.app;

import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.text.Counted;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows a person that a command is at work that looks at tenants, which takes minutes where they
 * are large: a line on a terminal that is drawn over itself, and gone where anything else is
 * printed. For one thread.
 */
final class LookupProgress implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String command;
  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final PrintWriter screen;
  private long requests;
  private long rows;
  private long drawnAt;
  private boolean isDrawn;

  /** Nothing is drawn yet, and never where standard error is no terminal. */
  LookupProgress(String command, Terminal terminal, LongSupplier nanoTime) {
    this.command = command;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.screen = terminal.drawn();
    this.drawnAt = nanoTime.getAsLong();
  }

  /** One request more was answered. */
  void read() {
    requests++;
    show();
  }

  /**
   * One row more is planned.
   *
   * @param isPrinted whether it is printed now: nothing is drawn between rows on a terminal
   */
  void planned(boolean isPrinted) {
    rows++;
    if (isPrinted && terminal.isScreen()) {
      close();
    } else {
      show();
    }
  }

  private void show() {
    long now = nanoTime.getAsLong();
    if (screen == null || now - drawnAt < PAUSE.toNanos()) {
      return;
    }
    String text =
        Stream.of(
                requests == 0 ? null : Counted.of(requests, "request") + " read",
                rows == 0 ? null : Counted.of(rows, "row") + " planned")
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", ", command + ": ", ""));
    // As the bar of an import: two columns stay free.
    screen.print("\r" + ProgressLine.cut(text, terminal.window().get().columns() - 2) + "\u001b[K");
    screen.flush();
    drawnAt = now;
    isDrawn = true;
  }

  /** Prints a line in its place; it is drawn again below. */
  void note(String line) {
    close();
    terminal.note(line);
  }

  /** The same budget, each of whose answers is shown. */
  ReadBudget shown(ReadBudget budget) {
    return new ReadBudget() {
      @Override
      public Optional<Instant> take(String alias, GraphRequest request) {
        return budget.take(alias, request);
      }

      @Override
      public void answered(GraphRequest request, int httpStatus) {
        budget.answered(request, httpStatus);
        read();
      }
    };
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (isDrawn) {
      isDrawn = false;
      screen.print("\r\u001b[K");
      screen.flush();
    }
  }
}
