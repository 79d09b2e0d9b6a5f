package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.util.List;

/** Checks as lines for a person, within 80 columns. */
final class CheckText {
  private static final String OK = "ok    ";
  private static final String FAILED = "FAIL  ";

  /** A longer name leaves too little room beside it. */
  private static final int WIDEST_NAME = 40;

  private static final String GAP = "  ";

  private CheckText() {}

  /** Prints a line for each, and goes on below it where one is not enough. */
  static void print(List<Check> checks, PrintWriter out) {
    int longest = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    int name = Math.min(longest, WIDEST_NAME);
    String indent = " ".repeat(OK.length() + name + GAP.length());
    for (Check check : checks) {
      String begin =
          (check.ok() ? OK : FAILED)
              + PrintableText.text(check.name())
              + " ".repeat(Math.max(0, name - check.name().length()))
              + GAP;
      Screen.wrapped(begin, indent, PrintableText.line(check.text(), Integer.MAX_VALUE))
          .forEach(out::println);
    }
    out.flush();
  }
}
