package io.connectorroutes.sandbox;

/** A fault plan that cannot be used; the message is one line that names the field and a remedy. */
public class FaultPlanException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With that one line. */
  public FaultPlanException(String message) {
    super(message);
  }
}
