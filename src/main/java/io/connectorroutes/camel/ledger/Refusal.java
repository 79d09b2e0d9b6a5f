package io.connectorroutes.camel.ledger;

import io.connectorroutes.change.MalformedFileException;
import io.connectorroutes.text.Causes;
import io.connectorroutes.text.PrintableText;
import org.apache.camel.Exchange;

/** Why a file is refused: the message of the exception that says so, however deep it is wrapped. */
public final class Refusal {
  private static final int LONGEST = 4_000;

  private Refusal() {}

  /** One line. */
  public static String of(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String why =
        Causes.first(caught, MalformedFileException.class)
            .map(Throwable::getMessage)
            .orElseGet(() -> String.valueOf(caught.getMessage()));
    return PrintableText.line(why, LONGEST);
  }
}
