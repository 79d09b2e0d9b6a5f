package io.connectorroutes.camel.change;

import java.time.Duration;
import org.apache.camel.CamelException;

/**
 * A change that is recorded and has no outcome yet when the time to wait for it is over. It goes
 * on.
 */
public class OutcomePendingException extends CamelException {
  private static final long serialVersionUID = 1L;

  private final String changeId;

  /**
   * The wait is over.
   *
   * @param changeId of the change that goes on
   * @param waited the time that was waited
   */
  public OutcomePendingException(String changeId, Duration waited) {
    super(
        "change "
            + changeId
            + " has no outcome after "
            + waited.toMillis()
            + " ms and goes on: do not send it under another id; connector-change:outcomes gives"
            + " its outcome");
    this.changeId = changeId;
  }

  /** The id of the change that goes on; never null. */
  public String getChangeId() {
    return changeId;
  }
}
