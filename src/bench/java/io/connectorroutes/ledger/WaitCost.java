package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.object;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Measures on one database how long anything takes while 20,000 changes wait for one name: each of
 * 500 recorded rows, the claims and the settlements, those that let all others go on included, and
 * the taking in of a list that shows the name. Prints for each case: name; changes; the longest
 * recording, claim and settlement in milliseconds; all deliveries in seconds.
 */
public final class WaitCost {
  private static final int CHANGES = 20_000;
  private static final int BATCH = 20;
  private static final int CHUNK = 500;

  /** Where one is sent after the other, so many are delivered. */
  private static final int SOME = 300;

  private final Ledger ledger;
  private long recording;
  private long claim;
  private long settling;

  private WaitCost(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Arguments: JDBC URL of an empty database for each case, joined by a space; user. */
  public static void main(String[] arguments) {
    String user = arguments.length > 1 ? arguments[1] : null;
    String[] urls = arguments[0].split(" ", -1);
    run(urls[0], user, WaitCost::behindAName);
    run(urls[1], user, WaitCost::ofOneName);
    run(urls[2], user, WaitCost::linksOfOneName);
  }

  /** One case. */
  @FunctionalInterface
  private interface Case {
    void run(WaitCost cost);
  }

  private static void run(String url, String user, Case one) {
    String key = Base64.getEncoder().encodeToString(new byte[32]);
    LedgerSettings settings = new LedgerSettings(url, user, user, key, null, Duration.ofMinutes(5));
    try (Ledger ledger = Ledgers.open(settings, null)) {
      one.run(new WaitCost(ledger));
    }
  }

  /** No list was read: any of the objects may have the name. */
  private void behindAName() {
    record("first", 1, i -> byName("first", "the-name"));
    record("others", CHANGES, i -> Samples.update("other-" + i, "object-" + i));
    print("by id, behind one by name", CHANGES + 1);
  }

  private void ofOneName() {
    record("others", CHANGES, i -> byName("other-" + i, "the-name"));
    list();
    print("of one name, one after the other, a list is read", SOME);
  }

  private void linksOfOneName() {
    record("first", 1, i -> Samples.create("first", "the-name"));
    record("others", CHANGES, i -> link("link-" + i, "flow-" + i));
    print("links of one name, behind its creation", CHANGES + 1);
  }

  private static ConnectorChange byName(String changeId, String name) {
    Target named = new Target(null, name, null, null, null, null);
    ConnectorChange change = Samples.of(Operation.API_CONNECTOR_UPDATE, changeId, named);
    change.properties().put("targetUrl", "https://api.contoso.com/");
    return change;
  }

  private static ConnectorChange link(String changeId, String flow) {
    Target step = new Target(null, null, null, flow, "postFederationSignup", null);
    ConnectorChange change = Samples.of(Operation.USER_FLOW_ENABLE_API_CONNECTOR, changeId, step);
    change.properties().putObject("apiConnector").put("displayName", "the-name");
    return change;
  }

  private void record(String name, int changes, IntFunction<ConnectorChange> change) {
    Job job = ledger.recorder().openFile(Samples.file(name), false);
    List<ReceivedRow> rows = new ArrayList<>();
    for (int i = 1; i <= changes; i++) {
      rows.add(Samples.row(i, change.apply(i)));
      if (rows.size() == CHUNK || i == changes) {
        long start = System.nanoTime();
        ledger.recorder().record(job, rows);
        recording = Math.max(recording, System.nanoTime() - start);
        rows.clear();
      }
    }
    ledger.recorder().finish(job);
  }

  /** The whole list of what the tenant has is read, which shows the name. */
  private void list() {
    Claimed<List<String>> look =
        ledger.deliveries().claim("run:1", BATCH, Plans.list()).orElseThrow();
    ListUpdate page =
        new ListUpdate.Page(
            ObjectKind.API_CONNECTOR,
            ledger.clock().instant(),
            true,
            List.of(object("x", "the-name")),
            null);
    settle(look, new ClaimResult(Plans.answers(look, 200), List.of(), null, List.of(page)));
  }

  private void print(String name, int most) {
    long start = System.nanoTime();
    int delivered = 0;
    while (delivered < most) {
      Claimed<List<String>> claimed = claim().orElseThrow();
      settle(claimed, Plans.result(claimed, Outcome.APPLIED));
      delivered += claimed.changes().size();
    }
    System.out.printf(
        Locale.ROOT,
        "%s;%d;%.1f;%.1f;%.1f;%.1f%n",
        name,
        delivered,
        recording / 1e6,
        claim / 1e6,
        settling / 1e6,
        (System.nanoTime() - start) / 1e9);
  }

  private Optional<Claimed<List<String>>> claim() {
    long start = System.nanoTime();
    Optional<Claimed<List<String>>> claimed =
        ledger.deliveries().claim("run:1", BATCH, Plans.all());
    claim = Math.max(claim, System.nanoTime() - start);
    return claimed;
  }

  private void settle(Claimed<?> claimed, ClaimResult result) {
    long start = System.nanoTime();
    if (!ledger.deliveries().settle(claimed, result)) {
      throw new IllegalStateException("the lease was lost");
    }
    settling = Math.max(settling, System.nanoTime() - start);
  }
}
