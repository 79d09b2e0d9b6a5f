package io.connectorroutes.ledger;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.graph.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A change that is due, as a planner sees it.
 *
 * @param seq its number in the ledger, in order of recording
 * @param job the job's id
 * @param tenant alias, null for the default tenant
 * @param account the budget it belongs to
 * @param change its secrets may be references
 * @param phase what its next request is for
 * @param attempts requests of the change itself so far that count against the limit
 * @param spent time spent on retries so far; waiting for a parked tenant does not count
 * @param replay 0, or the number of the replay
 * @param sentAt when the request whose answer was lost left; null in phase SEND without such
 * @param lostAt when that answer was given up; null as above
 * @param resourceId the object found, in phase COMPLETE; in phase SEND the object of that name to
 *     which an earlier request went whose answer was lost; else null
 * @param lookups looks taken so far since the answer was lost
 * @param acceptedAt when it was recorded, or put back by a replay, by the ledger's time; never
 *     null: a list from before that time does not tell what the sender could see
 * @param certificate the client certificate in the change; null where it has none, or one that
 *     could not be opened
 * @param secretFailures how often in a row its secrets could not be had when it was to be sent
 * @param traceparent W3C's header of the trace that it is part of; null where it is not traced
 * @param tried permissions that rest and that it tries: where Graph refuses it for want of one of
 *     them, it goes on waiting; mostly empty
 */
public record DueChange(
    long seq,
    long job,
    String tenant,
    String account,
    ConnectorChange change,
    Phase phase,
    int attempts,
    Duration spent,
    int replay,
    Instant sentAt,
    Instant lostAt,
    String resourceId,
    int lookups,
    Instant acceptedAt,
    ClientCertificate certificate,
    int secretFailures,
    String traceparent,
    Set<Permission> tried) {

  /** Of the certificate: SHA-1, upper-case hex; null where there is none. */
  public String thumbprint() {
    return certificate == null ? null : certificate.thumbprint();
  }

  @Override
  public String toString() {
    return "DueChange[" + seq + " " + change + " " + phase + "]";
  }
}
