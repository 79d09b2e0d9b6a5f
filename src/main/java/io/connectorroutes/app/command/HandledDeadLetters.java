package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.time.Instant;

/** Tells what was done with dead letters: each as it comes, and how many at the end. */
final class HandledDeadLetters {
  private final String done;
  private final boolean dryRun;
  private final boolean json;
  private final PrintWriter out;

  /** With those below for JSON alone. */
  private final HeldArray doneIds;

  private final HeldArray skippedIds;
  private long doneCount;
  private long skippedCount;
  private Instant lastDue;

  /** How many deliver what was done; null where nothing is to be delivered. */
  private Integer workers;

  /**
   * Nothing was done yet.
   *
   * @param done what is done, such as {@code replayed}
   * @param dryRun whether it only would be
   */
  HandledDeadLetters(String done, boolean dryRun, Session session) {
    this.done = done;
    this.dryRun = dryRun;
    this.json = session.json();
    this.out = session.out();
    this.doneIds = new HeldArray(out);
    this.skippedIds = new HeldArray(out);
  }

  void add(Handled handled) {
    if (handled.isDone()) {
      doneCount++;
      lastDue = handled.due();
    } else {
      skippedCount++;
    }
    if (json) {
      addJson(handled);
    } else {
      out.println(line(handled));
    }
  }

  private void addJson(Handled handled) {
    if (handled.isDone()) {
      doneIds.add(Json.NODES.textNode(handled.changeId()));
    } else {
      skippedIds.add(
          Json.NODES
              .objectNode()
              .put("changeId", handled.changeId())
              .put("reason", handled.obstacle()));
    }
  }

  private String line(Handled handled) {
    String would = dryRun ? "would be " : "";
    return handled.isDone()
        ? would
            + done
            + " "
            + PrintableText.text(handled.changeId())
            + (handled.due() == null ? "" : ", due " + TextTable.cell(handled.due()))
        : would + "skipped " + PrintableText.text(handled.changeId() + ": " + handled.obstacle());
  }

  /** Whether something was done, and not only would be. */
  boolean isAnyDone() {
    return doneCount > 0 && !dryRun;
  }

  /**
   * What was done is to be delivered by whoever works on this ledger.
   *
   * @param count how many do
   */
  void workers(int count) {
    workers = count;
  }

  /** Prints the end; returns the exit status. */
  int end() {
    if (json) {
      printDocument();
    } else {
      String would = dryRun ? " would be " : " ";
      out.println(
          doneCount
              + would
              + done
              + ", "
              + skippedCount
              + would
              + "skipped"
              + (dryRun ? "; nothing was changed" : ""));
      if (workers != null && workers == 0) {
        out.println("Nobody works on this ledger: start run, which delivers what was replayed.");
      }
    }
    return skippedCount == 0 ? ExitStatus.OK : ExitStatus.SOME_CHANGES_FAILED;
  }

  private void printDocument() {
    out.print("{\"" + done + "\" : ");
    doneIds.print();
    out.print(",\n\"skipped\" : ");
    skippedIds.print();
    ObjectNode rest = Json.NODES.objectNode();
    if (dryRun) {
      rest.put("dryRun", true);
    }
    if (lastDue != null) {
      rest.put("lastDueAt", Json.time(lastDue));
    }
    if (workers != null) {
      rest.put("workers", workers);
    }
    out.println(rest.isEmpty() ? "}" : ",\n" + Json.line(rest).substring(1));
  }
}
