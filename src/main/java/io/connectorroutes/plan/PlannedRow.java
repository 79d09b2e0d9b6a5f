package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a row would do, for a person. No secret is in it.
 *
 * @param at where it stands
 * @param changeId its id, or the one that is made for it
 * @param operation null where it has none that may be shown
 * @param tenant what its tenant is called; null where it is not configured
 * @param target in a few words; null where it has none that may be shown
 * @param action never null
 * @param request what would be sent; null for nothing
 * @param problem one line: why it cannot work, with the remedy; null where it can
 * @param fields what becomes of the fields that it gives
 * @param waitsFor the last earlier row that has to be settled before it is sent; null for none
 * @param usedBy of an API connector that is deleted, the steps of user flows that still call it
 * @param notes further lines for a person
 */
public record PlannedRow(
    RowPlace at,
    String changeId,
    String operation,
    String tenant,
    String target,
    Action action,
    Request request,
    String problem,
    List<FieldChange> fields,
    RowPlace waitsFor,
    List<String> usedBy,
    List<String> notes) {

  /**
   * A request as it may be shown.
   *
   * @param method in capitals
   * @param path with its version, below the root
   * @param body secrets masked; null for none
   */
  public record Request(String method, String path, JsonNode body) {}
}
