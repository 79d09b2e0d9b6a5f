package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * One request to the stand-in for Graph, in the order of arrival. {@code toString} shows no body.
 *
 * @param n 1 for the first request after the start, then without a gap, also over a reset
 * @param tenant whose state it was for
 * @param time of arrival, by the sandbox's clock
 * @param method HTTP method
 * @param path raw, version included; for an item of a batch, the batch's version and the item's url
 * @param query raw; null for none
 * @param headers by lower-case name, without Authorization
 * @param body as received; null where there is none or it is no JSON
 * @param status as answered; null while there is no answer, and where none was given
 * @param applied whether it changed the state
 * @param fault the action of the fault that hit it; null for none
 * @param delivered whether an answer was given, as far as the server can tell: false while it is
 *     pending, where the connection was cut or left hanging, where an item was left out, and where
 *     the client had gone
 * @param parent for an item of a batch, the number of the batch's own entry; null for others
 * @param batchId for an item of a batch, its id there; null for others
 */
public record JournalEntry(
    long n,
    String tenant,
    Instant time,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    JsonNode body,
    Integer status,
    boolean applied,
    String fault,
    boolean delivered,
    Long parent,
    String batchId) {

  @Override
  public String toString() {
    return "JournalEntry[" + n + " " + tenant + " " + method + " " + path + " " + status + "]";
  }

  JournalEntry ended(Ending ending) {
    Integer answered = ending.reply() == null ? null : Integer.valueOf(ending.reply().status());
    return new JournalEntry(
        n,
        tenant,
        time,
        method,
        path,
        query,
        headers,
        body,
        answered,
        ending.applied(),
        ending.fault(),
        answered != null,
        parent,
        batchId);
  }

  JournalEntry undelivered() {
    return new JournalEntry(
        n, tenant, time, method, path, query, headers, body, status, applied, fault, false, parent,
        batchId);
  }
}
