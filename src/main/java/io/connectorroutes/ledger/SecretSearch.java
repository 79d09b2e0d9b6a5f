package io.connectorroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Target;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the value of a field of an earlier change of the same account, operation and target. Where
 * several changes of that id hold different values (a reused id was rejected) none is given: it
 * would be a guess.
 */
final class SecretSearch {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final Payloads payloads;

  SecretSearch(Database database, Payloads payloads) {
    this.database = database;
    this.payloads = payloads;
  }

  /** See {@link Recorder#secretOf}. */
  Optional<String> find(
      String changeId, String account, ConnectorChange referring, String fieldPath) {
    List<String> values =
        database.read(sql -> earlier(sql, changeId, account, referring)).stream()
            .filter(row -> isSameTarget(row, referring))
            .map(row -> field(row, "properties." + fieldPath))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet())
            .stream()
            .toList();
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  private List<JsonNode> earlier(
      Sql sql, String changeId, String account, ConnectorChange referring) throws SQLException {
    return sql.list(
        """
        SELECT c.seq, c.payload, c.original FROM change c JOIN account a ON a.id = c.account_id
        WHERE c.change_id = ? AND a.account_key = ? AND c.operation = ?
        """,
        this::content,
        changeId,
        account,
        referring.operation().wireName());
  }

  /** The change with its secrets, or the input of a row that was rejected. */
  private JsonNode content(Row row) throws SQLException {
    byte[] change = payloads.changeJson(row, "seq");
    byte[] json = change == null ? payloads.original(row, "seq") : change;
    try {
      return json == null ? JSON.missingNode() : JSON.readTree(json);
    } catch (IOException e) {
      // A message that was rejected because it is no JSON holds no field.
      return JSON.missingNode();
    }
  }

  private static boolean isSameTarget(JsonNode earlier, ConnectorChange referring) {
    if (referring.operation() == Operation.API_CONNECTOR_CREATE) {
      return isSameName(earlier, referring) || isSameHost(earlier, referring);
    }
    return target(earlier).equals(referring.target());
  }

  private static boolean isSameName(JsonNode earlier, ConnectorChange referring) {
    Optional<String> name = field(earlier, "properties.displayName");
    return name.isPresent()
        && name.get().equals(referring.properties().path("displayName").asText(null));
  }

  private static boolean isSameHost(JsonNode earlier, ConnectorChange referring) {
    Optional<String> host = field(earlier, "properties.targetUrl").flatMap(SecretSearch::host);
    return host.isPresent()
        && host.equals(host(referring.properties().path("targetUrl").asText("")));
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost())
          .map(host -> host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      // No URL, no host.
      return Optional.empty();
    }
  }

  private static Target target(JsonNode row) {
    return new Target(
        field(row, "target.id").orElse(null),
        field(row, "target.displayName").orElse(null),
        field(row, "target.name").orElse(null),
        field(row, "target.userFlowId").orElse(null),
        field(row, "target.step").orElse(null),
        field(row, "target.userFlowType").orElse(null));
  }

  /** A text by dotted path: in a row of a CSV file the cell of that column, else nested. */
  private static Optional<String> field(JsonNode row, String path) {
    JsonNode cell = row.path(path);
    if (cell.isTextual()) {
      // An empty cell is an absent field.
      return Optional.of(cell.textValue()).filter(text -> !text.isEmpty());
    }
    JsonNode value = row;
    for (String segment : path.split("\\.", -1)) {
      value = value.path(segment);
    }
    return Optional.ofNullable(value.textValue());
  }
}
