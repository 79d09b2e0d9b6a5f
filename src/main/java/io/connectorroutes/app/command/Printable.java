package io.connectorroutes.app.command;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Values as they are shown to a person. */
final class Printable {
  private Printable() {}

  /** Text from outside; null is empty. */
  static String of(String text) {
    return text == null ? "" : PrintableText.text(text);
  }

  /** UTC, to the second; null is empty. */
  static String of(Instant time) {
    return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Null is empty. */
  static String of(Number number) {
    return number == null ? "" : number.toString();
  }

  static String of(Outcome outcome) {
    return outcome.wireName();
  }

  /** A tenant by its alias; {@code default} for the default one. */
  static String tenant(String alias) {
    return of(GraphTenant.nameOf(alias));
  }
}
