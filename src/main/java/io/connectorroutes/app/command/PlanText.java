package io.connectorroutes.app.command;

import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.plan.Action;
import io.connectorroutes.plan.FieldChange;
import io.connectorroutes.plan.PlanResult;
import io.connectorroutes.plan.PlanTotals;
import io.connectorroutes.plan.PlannedRow;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.TimeSpan;
import io.connectorroutes.text.WaitingChanges;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code plan} for a person: the sum first, then what each row would do, and how long it takes. The
 * rows are held meanwhile, compressed: a file may have any number of them.
 */
final class PlanText {
  private static final String GAP = "  ";
  private static final String BELOW = "    ";

  /** Of a value: more is not read in a list of changes. */
  private static final int LONGEST_VALUE = 200;

  private final HeldLines rows = new HeldLines();
  private final boolean isTenantNamed;

  /**
   * Nothing is printed yet.
   *
   * @param isTenantNamed whether each row says in which tenant it acts: where there is one, all do
   */
  PlanText(boolean isTenantNamed) {
    this.isTenantNamed = isTenantNamed;
  }

  void row(PlannedRow row) {
    String name =
        row.action().sign()
            + " "
            + row.at()
            + (row.operation() == null ? "" : GAP + row.operation())
            + (isTenantNamed && row.tenant() != null ? GAP + "tenant " + row.tenant() : "")
            + (row.target() == null ? "" : GAP + row.target());
    wrapped(name, "", BELOW);
    if (row.problem() != null) {
      wrapped(row.problem(), BELOW, BELOW);
    }
    if (row.request() != null) {
      wrapped(row.request().method() + " " + row.request().path(), BELOW, BELOW + GAP);
    }
    row.fields().forEach(field -> wrapped(text(field), BELOW, BELOW + GAP));
    if (!row.usedBy().isEmpty()) {
      wrapped("still called by " + String.join(", ", row.usedBy()), BELOW, BELOW + GAP);
    }
    row.notes().forEach(note -> wrapped(note, BELOW, BELOW + GAP));
    if (row.waitsFor() != null) {
      wrapped("waits for " + row.waitsFor(), BELOW, BELOW + GAP);
    }
  }

  private static String text(FieldChange field) {
    String after = field.after() == null ? "(none)" : value(field.after());
    return field.field()
        + ": "
        + (field.before() == null ? after : value(field.before()) + " -> " + after);
  }

  private static String value(String text) {
    return PrintableText.line(text, LONGEST_VALUE);
  }

  private void wrapped(String text, String first, String others) {
    Screen.wrapped(first, others, text).forEach(rows::add);
  }

  void print(PlanResult result, PrintWriter out) {
    print(String.join(GAP, sum(result.totals())), out);
    if (result.totals().waiting() > 0) {
      print(waiting(result.totals()), out);
    }
    out.println();
    rows.forEach(out::println);
    out.println();
    print(time(result), out);
  }

  private static void print(String text, PrintWriter out) {
    Screen.wrapped("", "", text).forEach(out::println);
  }

  private static List<String> sum(PlanTotals totals) {
    List<String> parts = new ArrayList<>();
    for (Action action : Action.values()) {
      long count = totals.count(action);
      if (count > 0) {
        parts.add(part(action, count));
      }
    }
    return parts;
  }

  private static String waiting(PlanTotals totals) {
    return Counted.of(totals.waiting(), "row waits", "rows wait")
        + " in the ledger already, to be sent from there: run, or import of the same file, does so";
  }

  private static String part(Action action, long count) {
    return switch (action) {
      case CREATE, UPDATE, DELETE, NO_OP -> action.sign() + " " + action.wireName() + " " + count;
      case CANNOT_WORK -> action.sign() + " " + count + " cannot work";
      case FITS_TWICE ->
          action.sign() + " " + Counted.of(count, "name fits twice", "names fit twice");
    };
  }

  private static String time(PlanResult result) {
    long requests = result.totals().requests();
    String alone =
        Counted.of(requests, "Graph request")
            + ", "
            + span(result.seconds())
            + " "
            + budget(result.budget());
    return result.waiting() == 0
        ? alone
        : alone
            + " ("
            + WaitingChanges.of(result.waiting())
            + " before: "
            + span(result.secondsBehind())
            + ")";
  }

  private static String budget(RequestBudget budget) {
    return budget.isLimited()
        ? "at " + budget.requests() + "/" + window(budget.window())
        : "without a budget";
  }

  /** As {@code graph.budget} takes it. */
  private static String window(Duration window) {
    long millis = window.toMillis();
    if (millis % 3_600_000 == 0) {
      return window.toHours() + "h";
    }
    if (millis % 60_000 == 0) {
      return window.toMinutes() + "m";
    }
    return millis % 1_000 == 0 ? window.toSeconds() + "s" : millis + "ms";
  }

  private static String span(long seconds) {
    return seconds == 0 ? "less than a second" : TimeSpan.about(Duration.ofSeconds(seconds));
  }
}
