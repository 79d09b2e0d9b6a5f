package io.connectorroutes.ledger;

/**
 * What the HTTP status of an answer says about whether the request was done. Every place that asks
 * takes its list from here; the request has left, or it was not done.
 *
 * <table>
 * <caption>Statuses by meaning</caption>
 * <tr><th>status</th><th>may have been done</th><th>in doubt</th><th>may pass</th></tr>
 * <tr><td>401, 404, 424, 429</td><td>no</td><td>no</td><td>no: each has its own rule</td></tr>
 * <tr><td>none, 500, 502, 504</td><td>yes</td><td>yes</td><td>yes</td></tr>
 * <tr><td>408, 503, 509</td><td>yes</td><td>no</td><td>yes</td></tr>
 * <tr><td>other</td><td>yes</td><td>no</td><td>no</td></tr>
 * </table>
 *
 * <p><em>May have been done</em> is the careful question: what may have been applied never ends as
 * {@code failed} for a fault of ours. <em>In doubt</em> is the narrow one: Graph had begun, so that
 * what is missing now may be missing because of it. <em>May pass</em>: another try may go through,
 * by Microsoft's page "Microsoft Graph error responses and resource types".
 */
public final class AttemptStatus {
  /** A condition on rows of {@code attempt} whose request left; ends with a blank. */
  public static final String MAY_BE_DONE =
      " AND (http_status IS NULL OR http_status NOT IN (401, 404, 424, 429)) ";

  /** A condition as above, of requests that are over. */
  public static final String IS_IN_DOUBT =
      " AND (http_status IS NULL OR http_status IN (500, 502, 504)) ";

  private AttemptStatus() {}

  /** Whether another try may go through after an answer with that status. */
  public static boolean mayPass(int httpStatus) {
    return switch (httpStatus) {
      case 408, 500, 502, 503, 504, 509 -> true;
      default -> false;
    };
  }
}
