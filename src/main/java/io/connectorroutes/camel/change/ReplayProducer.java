package io.connectorroutes.camel.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.DeadLetters.Filter;
import io.connectorroutes.ledger.DeadLetters.ReplayMode;
import io.connectorroutes.ledger.DeadLetters.Selection;
import io.connectorroutes.ledger.Ledger;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ObjectHelper;

/** {@code connector-change:replay}: puts changes back into delivery that ended as dead letters. */
final class ReplayProducer extends DefaultProducer {
  private final Ledger ledger;

  /** Its name; null for any. */
  private final String tenant;

  ReplayProducer(ConnectorChangeEndpoint endpoint, Ledger ledger) {
    super(endpoint);
    this.ledger = ledger;
    this.tenant = endpoint.getTenant();
  }

  @Override
  public void process(Exchange exchange) {
    Set<String> ids = ids(exchange.getMessage().getBody());
    Map<String, String> reasons = new HashMap<>();
    for (String id : ids) {
      if (isOfOthers(id)) {
        reasons.put(id, "it is a change of another tenant than " + tenant);
      }
    }
    List<String> ours = ids.stream().filter(id -> !reasons.containsKey(id)).toList();
    ledger
        .deadLetters()
        .replay(
            new Selection(ours, Filter.ALL),
            ReplayMode.DEFAULT,
            handled -> reasons.put(handled.changeId(), handled.obstacle()));
    exchange.getMessage().setBody(ids.stream().map(id -> replayed(id, reasons.get(id))).toList());
  }

  private static Map<String, Object> replayed(String id, String reason) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("changeId", id);
    one.put("replayed", reason == null);
    one.put("reason", reason);
    return one;
  }

  private boolean isOfOthers(String id) {
    return tenant != null
        && ledger.reports().history(id).stream()
            .anyMatch(change -> !GraphTenant.nameOf(change.tenant()).equals(tenant));
  }

  /** In the order in which they were given, each once. */
  private static Set<String> ids(Object body) {
    Set<String> ids = new LinkedHashSet<>();
    if (body instanceof JsonNode tree) {
      (tree.isArray() ? tree : List.of(tree)).forEach(id -> ids.add(id.asText()));
    } else if (body instanceof Collection || body instanceof Object[]) {
      ObjectHelper.createIterable(body).forEach(id -> ids.add(String.valueOf(id)));
    } else if (body instanceof String id && !id.isBlank()) {
      ids.add(id.strip());
    } else {
      throw new IllegalArgumentException(
          "connector-change:replay needs a changeId or a list of them: set the body to it");
    }
    return ids;
  }
}
