package io.connectorroutes.camel.ledger;

import io.connectorroutes.change.MalformedFileException;
import org.apache.camel.Exchange;

/** Why a file is refused: the message of the exception that says so, however deep it is wrapped. */
public final class Refusal {
  private Refusal() {}

  /** One line. */
  public static String of(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Throwable cause = caught;
    while (cause != null && !(cause instanceof MalformedFileException)) {
      cause = cause.getCause();
    }
    return cause == null ? caught.getMessage() : cause.getMessage();
  }
}
