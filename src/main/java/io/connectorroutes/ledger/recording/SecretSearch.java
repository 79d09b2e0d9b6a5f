package io.connectorroutes.ledger.recording;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.TargetUrl;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.EarlierSecret.Found;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.encryption.Payloads;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what a field of an earlier change holds, by the rules of {@link Recorder#secretOf}: a row
 * must not send someone else's secret to a host of its own.
 *
 * <p>A change that was rejected holds what its sender gave, which can be a reference as well; a
 * {@code change:} one is followed by the same rules.
 */
public final class SecretSearch {
  private static final String PROPERTIES = "properties.";
  private static final String CHANGE = "change:";

  /** So many changes of one id are looked at, the last recorded ones. */
  private static final int MOST_CHANGES = 100;

  /** So many ids and fields are looked for; of a row that is mended again and again, a few. */
  private static final int MOST_FOLLOWED = 100;

  /** What result files append to the id of a row that is to be mended. */
  private static final Pattern NUMBER = Pattern.compile(":[0-9]+$");

  private final Database database;
  private final Payloads payloads;

  public SecretSearch(Database database, Payloads payloads) {
    this.database = database;
    this.payloads = payloads;
  }

  /** See {@link Recorder#secretOf}. */
  EarlierSecret find(String changeId, String account, ConnectorChange referring, String fieldPath) {
    return database.read(
        sql -> new Search(sql, account, referring).find(changeId, PROPERTIES + fieldPath));
  }

  /** The search for what one field of one change refers to. */
  private final class Search {
    private final Sql sql;
    private final String account;
    private final ConnectorChange referring;

    /** By id and field. References that lead back to themselves find nothing. */
    private final Map<Map.Entry<String, String>, EarlierSecret> known = new HashMap<>();

    Search(Sql sql, String account, ConnectorChange referring) {
      this.sql = sql;
      this.account = account;
      this.referring = referring;
    }

    EarlierSecret find(String changeId, String field) throws SQLException {
      Map.Entry<String, String> asked = Map.entry(changeId, field);
      if (known.size() == MOST_FOLLOWED && !known.containsKey(asked)) {
        return EarlierSecret.none(Found.TOO_MANY);
      }
      EarlierSecret before = known.putIfAbsent(asked, EarlierSecret.none(Found.NO_FIELD));
      if (before != null) {
        return before;
      }
      EarlierSecret secret = look(changeId, field);
      known.put(asked, secret);
      return secret;
    }

    private EarlierSecret look(String changeId, String field) throws SQLException {
      List<EarlierChange> changes = changes(changeId);
      if (changes.isEmpty()) {
        return EarlierSecret.none(isUsed(changeId) ? Found.GONE : Found.NO_CHANGE);
      }
      Set<EarlierSecret> all = new HashSet<>();
      EarlierSecret toBeMended = null;
      for (EarlierChange change : changes) {
        EarlierSecret secret = secret(change, field);
        all.add(secret);
        if (toBeMended == null && secret.text() != null && change.isToBeMended()) {
          toBeMended = secret;
        }
      }
      return chosen(all, mends(changeId) ? toBeMended : null);
    }

    /**
     * The only value, or else that of the change to be mended. Any other choice among several would
     * be a guess.
     */
    private EarlierSecret chosen(Set<EarlierSecret> all, EarlierSecret toBeMended) {
      List<EarlierSecret> found = all.stream().filter(secret -> secret.text() != null).toList();
      if (found.isEmpty()) {
        return all.stream().max(Comparator.comparing(EarlierSecret::found)).orElseThrow();
      }
      if (found.size() == 1) {
        return found.get(0);
      }
      return toBeMended == null ? EarlierSecret.none(Found.SEVERAL) : toBeMended;
    }

    /** Whether the referring change is a mended row: it is named after the earlier change. */
    private boolean mends(String changeId) {
      String own = NUMBER.matcher(referring.changeId()).replaceFirst("");
      return !own.equals(referring.changeId())
          && (own.equals(changeId) || own.equals(NUMBER.matcher(changeId).replaceFirst("")));
    }

    private EarlierSecret secret(EarlierChange earlier, String field) throws SQLException {
      if (!account.equals(earlier.account())) {
        return EarlierSecret.none(Found.OTHER_TENANT);
      }
      if (!referring.operation().wireName().equals(earlier.operation())) {
        return EarlierSecret.none(Found.OTHER_OPERATION);
      }
      if (isTargetBound() && !isSameTarget(earlier)) {
        return EarlierSecret.none(Found.OTHER_TARGET);
      }
      // A URL is bound to itself.
      if (!field.equals(TargetUrl.FIELD) && isHostBound() && !isSameHost(earlier)) {
        return EarlierSecret.none(Found.OTHER_HOST);
      }
      return value(earlier, field);
    }

    /** A create has no target, and the name of an upsert may be mended. */
    private boolean isTargetBound() {
      return switch (referring.operation().effect()) {
        case CREATE, UPSERT -> false;
        case UPDATE, DELETE, APPEND, LINK, UNLINK -> true;
      };
    }

    /** Where a change gives no URL, its secret goes to the host that its target has. */
    private boolean isHostBound() {
      return !isTargetBound() || referring.properties().has("targetUrl");
    }

    private boolean isSameTarget(EarlierChange earlier) {
      Target target = referring.target();
      return isSame(target.id(), earlier, "target.id")
          && isSame(target.displayName(), earlier, "target.displayName")
          && isSame(target.name(), earlier, "target.name")
          && isSame(target.userFlowId(), earlier, "target.userFlowId")
          && isSame(target.step(), earlier, "target.step");
    }

    /** What the referring change does not name may have been the earlier one's mistake. */
    private static boolean isSame(String name, EarlierChange earlier, String field) {
      return name == null || name.equals(earlier.text(field).orElse(null));
    }

    private boolean isSameHost(EarlierChange earlier) throws SQLException {
      EarlierSecret url = value(earlier, TargetUrl.FIELD);
      Optional<String> host =
          url.found() == Found.VALUE ? TargetUrl.host(url.text()) : Optional.empty();
      return host.isPresent()
          && host.equals(TargetUrl.host(referring.properties().path("targetUrl").asText()));
    }

    private EarlierSecret value(EarlierChange earlier, String field) throws SQLException {
      Optional<String> text = earlier.text(field);
      if (text.isPresent()) {
        return new EarlierSecret(Found.VALUE, text.get());
      }
      String reference = earlier.reference(field).orElse(null);
      if (reference == null) {
        return EarlierSecret.none(Found.NO_FIELD);
      }
      return reference.startsWith(CHANGE)
          ? find(reference.substring(CHANGE.length()), field)
          : new EarlierSecret(Found.REFERENCE, reference);
    }

    /** The last recorded first. */
    private List<EarlierChange> changes(String changeId) throws SQLException {
      return sql.list(
          """
          SELECT c.seq, a.account_key, c.operation, c.outcome, c.payload, c.original
          FROM change c LEFT JOIN account a ON a.id = c.account_id
          WHERE c.change_id = ? ORDER BY c.seq DESC LIMIT ?
          """,
          this::change,
          changeId,
          MOST_CHANGES);
    }

    private EarlierChange change(Row row) throws SQLException {
      byte[] change = payloads.changeJson(row, "seq");
      byte[] json = change == null ? payloads.original(row, "seq") : change;
      return new EarlierChange(
          row.text("account_key"),
          row.text("operation"),
          row.text("outcome"),
          EarlierChange.content(json));
    }

    private boolean isUsed(String changeId) throws SQLException {
      return sql.first(
              "SELECT first_seq FROM idempotency_key WHERE change_id = ?",
              row -> row.number("first_seq"),
              changeId)
          .isPresent();
    }
  }
}
