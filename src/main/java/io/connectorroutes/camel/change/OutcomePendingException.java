package io.connectorroutes.camel.change;

import java.time.Duration;
import java.util.Locale;
import org.apache.camel.CamelException;

/**
 * A change that is recorded and whose outcome is not waited for any more, mostly since the time to
 * wait for it is over. It goes on.
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
    this(changeId, "has no outcome after " + waited.toMillis() + " ms");
  }

  private OutcomePendingException(String changeId, String why) {
    super(
        "change "
            + changeId
            + " "
            + why
            + " and goes on: do not send it under another id; connector-change:outcomes gives"
            + " its outcome");
    this.changeId = changeId;
  }

  /** The application stops. */
  static OutcomePendingException atStop(String changeId) {
    return new OutcomePendingException(changeId, "has no outcome before the application stops");
  }

  /** More than that many wait already. */
  static OutcomePendingException beyond(String changeId, int most) {
    return new OutcomePendingException(
        changeId,
        String.format(Locale.ROOT, "is not waited for, as %,d others are already,", most));
  }

  /** The id of the change that goes on; never null. */
  public String getChangeId() {
    return changeId;
  }
}
