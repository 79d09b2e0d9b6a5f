package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.ACCOUNT;
import static io.connectorroutes.ledger.Samples.rejected;
import static io.connectorroutes.ledger.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.ledger.EarlierSecret.Found;
import io.connectorroutes.ledger.ReceivedRow.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Which secrets of earlier changes a change may have. */
@OnBothDatabases
class SecretReferencesTest extends LedgerSuite {
  private static final String PASSWORD = "authenticationConfiguration.password";

  /**
   * Earlier operation, target and URL; those of the change that refers to it; what is found. A
   * target is {@code id:ID} or {@code name:NAME}; a blank cell is left out.
   */
  private static final String RULES =
      """
      create | | https://a.example/x       | create | | https://a.example/y        | VALUE
      create | | http://a.example/x        | create | | https://a.example/x        | VALUE
      create | | htps://a.example/x        | create | | https://a.example/x        | VALUE
      create | | https://A.Example/x       | create | | https://a.example          | VALUE
      create | | https://a.example/a b     | create | | https://a.example/a%20b    | VALUE
      create | | https://u:p@a.example/x   | create | | https://a.example/x        | VALUE
      create | | https://a.example:443/x   | create | | https://a.example/x        | VALUE
      create | | http://a.example:80/x     | create | | https://a.example/x        | VALUE
      create | | https://a.example:8443/x  | create | | https://a.example:8443/y   | VALUE
      create | | https://[::1]/x           | create | | https://[::1]/y            | VALUE
      create | | https://a.example:8443/x  | create | | https://a.example/x        | OTHER_HOST
      create | | https://a.example/x       | create | | https://a.example:8443/x   | OTHER_HOST
      create | | https://a.example/x       | create | | https://b.example/x        | OTHER_HOST
      create | | https://a.example/x       | create | | https://a.example.b.test/x | OTHER_HOST
      create | | https://b.test@a.example/ | create | | https://b.test/            | OTHER_HOST
      create | | https://b.test\\@a.example/ | create | | https://b.test/          | OTHER_HOST
      create | | https://b.test\\@a.example/ | create | | https://a.example/       | OTHER_HOST
      create | | a.example/x               | create | | https://a.example/x        | OTHER_HOST
      create | |                           | create | | https://a.example/x        | OTHER_HOST
      create | | https://a.example/x       | update | id:1 | https://a.example/x   | OTHER_OPERATION
      create | | https://a.example/x       | upsert | name:A | https://a.example/x | OTHER_OPERATION
      upsert | name:A | https://a.example/x | upsert | name:B | https://a.example/ | VALUE
      upsert | name:A | https://a.example/x | upsert | name:A | https://b.example/ | OTHER_HOST
      update | id:1 |                      | update | id:1 |                       | VALUE
      update | id:1 | https://a.example/   | update | id:1 |                       | VALUE
      update | id:1 | https://a.example/   | update | id:1 | https://a.example/z   | VALUE
      update | id:1 | https://a.example/   | update | id:1 | https://b.example/    | OTHER_HOST
      update | id:1 |                      | update | id:1 | https://a.example/    | OTHER_HOST
      update | id:1 | no URL               | update | id:1 | https://a.example/    | OTHER_HOST
      update | id:1 |                      | update | id:2 |                       | OTHER_TARGET
      update | id:1 | https://a.example/   | update | id:2 | https://a.example/    | OTHER_TARGET
      update | name:A |                    | update | name:A |                     | VALUE
      update | name:A |                    | update | id:1 |                       | OTHER_TARGET
      update | |                           | update | id:1 |                       | OTHER_TARGET
      upload | id:1 |                      | upload | id:1 |                       | VALUE
      upload | name:A |                    | upload | name:B |                     | OTHER_TARGET
      upload | id:1 |                      | update | id:1 |                       | OTHER_OPERATION
      """;

  @Test
  void aSecretGoesToItsOwnTargetAndHostAlone() {
    List<String[]> rules =
        RULES
            .lines()
            .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip))
            .map(cells -> cells.toArray(String[]::new))
            .toList();
    SoftAssertions soft = new SoftAssertions();
    for (int i = 0; i < rules.size(); i++) {
      String[] rule = rules.get(i);
      ConnectorChange earlier = change("e" + i, rule[0], rule[1], rule[2], "pw-" + i);
      ConnectorChange referring = change("r" + i, rule[3], rule[4], rule[5], "?");
      importFile("rule-" + i, rejectedAs(earlier, ACCOUNT));
      soft.assertThat(find("e" + i, referring))
          .as(String.join(" | ", rule))
          .isEqualTo(
              rule[6].equals("VALUE")
                  ? new EarlierSecret(Found.VALUE, "pw-" + i)
                  : EarlierSecret.none(Found.valueOf(rule[6])));
    }
    soft.assertAll();
  }

  @Test
  void theTrueReasonIsGiven() {
    ConnectorChange mended = create("m", "https://a.example/", "?");
    importFile(
        "a",
        rejectedAs(create("other", "https://a.example/", "pw"), "other/app"),
        rejectedAs(create("unknown", "https://a.example/", "pw"), null),
        rejected(3, "broken", "no JSON"));

    assertThat(find("never", mended).found()).isEqualTo(Found.NO_CHANGE);
    assertThat(find("other", mended).found()).isEqualTo(Found.OTHER_TENANT);
    assertThat(find("unknown", mended).found()).isEqualTo(Found.OTHER_TENANT);
    assertThat(find("broken", mended).found()).isEqualTo(Found.OTHER_HOST);
    send(create("c", "https://a.example/", "pw"));
    assertThat(ledger.recorder().secretOf("c", ACCOUNT, mended, "none").found())
        .isEqualTo(Found.NO_FIELD);
    deliver(Outcome.APPLIED);
    ledger.outbox().outcomesPublished(outcomes());
    clock.advance(Duration.ofDays(31));
    ledger.retention().prune(Duration.ofDays(30), 0);
    assertThat(find("c", mended).found()).isEqualTo(Found.GONE);
  }

  @Test
  void aUrlIsFoundWhereverItsSecretsGo() {
    String url = "https://a.example/f?code=key";
    send(create("c", url, "pw"), change("u", "update", "id:1", url, "pw"));

    assertThat(url("c", change("m", "create", "", "", "?")))
        .isEqualTo(new EarlierSecret(Found.VALUE, url));
    assertThat(url("u", change("m", "update", "id:1", "", "?")))
        .isEqualTo(new EarlierSecret(Found.VALUE, url));
    assertThat(url("u", change("m", "update", "id:2", "", "?")).found())
        .isEqualTo(Found.OTHER_TARGET);
  }

  @Test
  void aRejectedRowIsReadInWhateverFormatItCame() {
    ConnectorChange mended = create("m", "https://a.example/", "?");
    importFile(
        "a",
        rejected(
            1,
            "flat",
            "{\"properties.targetUrl\":\"http://a.example\","
                + "\"properties.authenticationConfiguration.password\":\"one\"}"),
        rejected(
            2,
            "event",
            "{\"specversion\":\"1.0\",\"data\":{\"properties\":{\"targetUrl\":\"http://a.example\","
                + "\"authenticationConfiguration\":{\"password\":\"two\"}}}}"),
        rejected(
            3,
            "empty",
            "{\"properties.targetUrl\":\"http://a.example\","
                + "\"properties.authenticationConfiguration.password\":\"\"}"));

    assertThat(find("flat", mended).text()).isEqualTo("one");
    assertThat(find("event", mended).text()).isEqualTo("two");
    assertThat(find("empty", mended).found()).isEqualTo(Found.NO_FIELD);
  }

  @Test
  void aReferenceOfARejectedRowIsFollowed() {
    importFile(
        "a",
        rejectedAs(create("c", "http://a.example/?k=1", "pw"), ACCOUNT),
        rejected(2, "c:2", references("change:c", "change:c")),
        rejected(3, "c:3", references("change:c:2", "change:c:2")),
        // The same again: its row was dropped twice.
        rejected(4, "c:3", references("change:c:2", "change:c:2")),
        rejected(5, "vault", references("change:c", "keyvault:v/s")),
        rejected(6, "circle", references("change:c", "change:circle")));
    ConnectorChange mended = create("c:4", "https://a.example/", "?");

    assertThat(find("c:3", mended)).isEqualTo(new EarlierSecret(Found.VALUE, "pw"));
    assertThat(url("c:3", mended).text()).isEqualTo("http://a.example/?k=1");
    assertThat(find("c:3", create("c:4", "https://b.example/", "?")).found())
        .isEqualTo(Found.OTHER_HOST);
    assertThat(find("vault", mended)).isEqualTo(new EarlierSecret(Found.REFERENCE, "keyvault:v/s"));
    assertThat(find("circle", mended).found()).isEqualTo(Found.NO_FIELD);
  }

  @Test
  void aLongChainOfReferencesIsNotFollowedToItsEnd() {
    List<ReceivedRow> rows = new ArrayList<>();
    rows.add(rejectedAs(create("c0", "http://a.example/", "pw"), ACCOUNT));
    for (int i = 1; i < 300; i++) {
      rows.add(rejected(i + 1, "c" + i, references("change:c0", "change:c" + (i - 1))));
    }
    importFile("a", rows.toArray(ReceivedRow[]::new));
    ConnectorChange referring = create("r", "https://a.example/", "?");

    assertThat(find("c50", referring).text()).isEqualTo("pw");
    assertThat(find("c299", referring).found()).isEqualTo(Found.TOO_MANY);
  }

  @Test
  void ofSeveralChangesOfOneIdOnlyARowThatMendsOneGetsASecret() {
    send(create("c", "https://a.example/", "one"), create("c", "https://a.example/", "two"));
    assertThat(find("c", create("other", "https://a.example/", "?")).found())
        .isEqualTo(Found.SEVERAL);
    assertThat(find("c", create("c:2", "https://a.example/", "?")).text()).isEqualTo("two");

    send(create("d", "https://a.example/", "one"), create("d", "https://b.example/", "two"));
    assertThat(find("d", create("other", "https://a.example/", "?")).text()).isEqualTo("one");
  }

  private EarlierSecret find(String changeId, ConnectorChange referring) {
    return ledger.recorder().secretOf(changeId, ACCOUNT, referring, PASSWORD);
  }

  private EarlierSecret url(String changeId, ConnectorChange referring) {
    return ledger.recorder().secretOf(changeId, ACCOUNT, referring, "targetUrl");
  }

  private static ConnectorChange create(String changeId, String url, String password) {
    return change(changeId, "create", "", url, password);
  }

  private static ConnectorChange change(
      String changeId, String operation, String target, String url, String password) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    if (!url.isEmpty()) {
      properties.put("targetUrl", url);
    }
    properties.putObject("authenticationConfiguration").put("password", password);
    Operation which =
        operation.equals("upload")
            ? Operation.API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE
            : Operation.of("apiConnector." + operation).orElseThrow();
    return new ConnectorChange(changeId, which, null, target(target), properties, null, null);
  }

  private static Target target(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    if (text.startsWith("id:")) {
      return Target.ofId(name);
    }
    return text.isEmpty() ? Target.NONE : new Target(null, name, null, null, null, null);
  }

  private static ReceivedRow rejectedAs(ConnectorChange change, String account) {
    ReceivedRow row = row(1, change, null, account);
    return new ReceivedRow(
        1,
        row.changeId(),
        null,
        row.operation(),
        null,
        account,
        null,
        ChangeJson.write(change),
        new Problem(null, "invalid", "for whatever reason"),
        null,
        null,
        null);
  }

  private static String references(String url, String password) {
    return "{\"properties.targetUrl.secretRef\":\""
        + url
        + "\",\"properties.authenticationConfiguration.password.secretRef\":\""
        + password
        + "\"}";
  }
}
