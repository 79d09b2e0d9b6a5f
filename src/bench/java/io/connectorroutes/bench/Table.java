package io.connectorroutes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, so that a run's print can be pasted into the documentation. */
final class Table {
  private final List<String> lines = new ArrayList<>();

  Table(String title, String... columns) {
    lines.add("### " + title);
    lines.add("");
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|" + "---|".repeat(columns.length));
  }

  /** Adds a row; numbers are shown with as many decimals as their size needs. */
  Table row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(cell instanceof Double number ? text(number) : String.valueOf(cell));
    }
    lines.add("| " + String.join(" | ", texts) + " |");
    return this;
  }

  private static String text(double number) {
    int decimals = Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
