package io.connectorroutes.camel.change;

import org.apache.camel.CamelException;

/**
 * A change that was sent to Graph at once, or was to be, and is not known to be applied. Neither
 * the message nor anything else in it holds a body or a secret; no cause is kept, as what libraries
 * throw may quote what was sent.
 */
public abstract class GraphCallException extends CamelException {
  private static final long serialVersionUID = 1L;

  private final Integer status;
  private final String errorCode;
  private final String requestId;

  /**
   * What came of the call.
   *
   * @param message one line for a person, without a secret
   * @param status of Graph's answer; null where none came
   * @param errorCode Graph's or one of ours; never null
   * @param requestId Graph's; null where there is none
   */
  GraphCallException(String message, Integer status, String errorCode, String requestId) {
    super(errorCode + ": " + message);
    this.status = status;
    this.errorCode = errorCode;
    this.requestId = requestId;
  }

  /** HTTP status of Graph's answer; null where none came. */
  public Integer getStatus() {
    return status;
  }

  /** Graph's error code, or one of ours such as {@code timeout}; never null. */
  public String getErrorCode() {
    return errorCode;
  }

  /** Graph's {@code request-id}, to be given to Microsoft's support; null where there is none. */
  public String getRequestId() {
    return requestId;
  }
}
