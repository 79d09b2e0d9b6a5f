package io.connectorroutes.app.command;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter.Discarded;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.ledger.Reports.Waits;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The history of a change as text for a person. */
final class HistoryText {
  private HistoryText() {}

  static void print(List<History> records, PrintWriter out) {
    for (int i = 0; i < records.size(); i++) {
      if (i > 0) {
        out.println();
      }
      print(records.get(i), out);
    }
  }

  private static void print(History history, PrintWriter out) {
    out.println(PrintableText.text(history.changeId()));
    history.outcomes().stream()
        .findFirst()
        .ifPresent(outcome -> field(out, "given id", outcome.givenChangeId()));
    field(out, "state", history.state());
    field(out, "job", history.job() + (history.row() == null ? "" : ", row " + history.row()));
    field(out, "tenant", GraphTenant.nameOf(history.tenant()));
    field(out, "operation", history.operation());
    field(out, "target", history.target());
    field(out, "received", history.receivedAt());
    field(out, "due", history.dueAt());
    field(out, "waits", history.waits() == null ? history.reason() : waits(history.waits()));
    events(history).forEach(event -> print(out, "  ", "      ", event.line()));
  }

  /** Such as {@code no token, next try 2026-11-21T08:01:00Z: no answer}. */
  private static String waits(Waits waits) {
    if (waits.blockedBy() != null) {
      return "for change " + waits.blockedBy();
    }
    String message = waits.message();
    if (waits.reason() == null) {
      return message;
    }
    String words = WaitWords.of(waits.reason(), message, waits.nextAt() != null);
    String until =
        waits.nextAt() == null
            ? ""
            : ", " + WaitWords.until(waits.reason(), TextTable.cell(waits.nextAt()));
    return words + until + (message == null || message.equals(words) ? "" : ": " + message);
  }

  private static void field(PrintWriter out, String name, Object value) {
    String shown = TextTable.cell(value);
    if (!shown.isEmpty()) {
      String first = "  %-10s ".formatted(name);
      print(out, first, " ".repeat(first.length()), shown);
    }
  }

  private static void print(PrintWriter out, String first, String others, String text) {
    Screen.wrapped(first, others, text).forEach(out::println);
  }

  /** Requests, outcomes and what a person did, in the order of time. */
  private static List<Event> events(History history) {
    return Stream.concat(
            history.attempts().stream().map(HistoryText::event),
            Stream.concat(
                history.outcomes().stream().map(HistoryText::event),
                history.discards().stream().map(HistoryText::event)))
        .sorted(Comparator.comparing(Event::time))
        .toList();
  }

  private static Event event(AttemptRecord attempt) {
    return event(
        attempt.sentAt(),
        attempt.method(),
        attempt.path(),
        "->",
        attempt.httpStatus() == null ? "no answer" : attempt.httpStatus().toString(),
        why(attempt.errorCode(), attempt.message()));
  }

  private static Event event(OutcomeRecord outcome) {
    return event(
        outcome.time(),
        outcome.outcome().wireName(),
        outcome.replay() == null ? null : "(replay " + outcome.replay() + ")",
        outcome.resourceId(),
        why(outcome.errorCode(), outcome.message()));
  }

  /** Such as {@code (Request_BadRequest): Invalid value}. */
  private static String why(String code, String message) {
    String shown = code == null || code.isEmpty() ? "" : "(" + code + ")";
    return message == null || message.isEmpty()
        ? shown
        : shown.isEmpty() ? message : shown + ": " + message;
  }

  private static Event event(Discarded discarded) {
    return event(discarded.time(), "discarded by", discarded.by() + ":", discarded.reason());
  }

  private static Event event(Instant time, String... parts) {
    String line =
        Arrays.stream(parts)
            .filter(part -> part != null && !part.isEmpty())
            .map(PrintableText::text)
            .collect(Collectors.joining(" "));
    return new Event(time, TextTable.cell(time) + " " + line);
  }

  /** Something that happened to the change. */
  private record Event(Instant time, String line) {}
}
