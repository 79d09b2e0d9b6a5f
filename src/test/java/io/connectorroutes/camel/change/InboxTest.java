package io.connectorroutes.camel.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileEndpoint;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further folders whose files are taken into the ledger. */
class InboxTest {
  @TempDir Path home;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Host host = new Host(sandbox).withoutDelivery();
  private final List<Map<?, ?>> bodies = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    host.close();
    sandbox.close();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  private static RouteBuilder from(String uri, Processor processor) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(uri).process(processor);
      }
    };
  }

  private RouteBuilder collecting(String uri) {
    return from(uri, exchange -> bodies.add(exchange.getMessage().getBody(Map.class)));
  }

  private void drop(String inbox, String name, String content) throws IOException {
    Path folder = Files.createDirectories(home.resolve(inbox));
    Path part = Files.writeString(folder.resolve(name + ".part"), content);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String row(String changeId) {
    return Requests.create(changeId, "connector-" + changeId).toString();
  }

  private List<History> history(String changeId) {
    return host.ledger().reports().history(changeId);
  }

  @Test
  void eachFileOfEachFolderIsToldOfOnceItIsRecorded() throws Exception {
    host.set("inbox.directory", "inbox")
        .start(
            home,
            collecting("connector-change:inbox?directory=crm/in"),
            collecting("connector-change:inbox?directory=erp/in"));
    drop("crm/in", "a.jsonl", row("a") + "\n" + row("a2") + "\n");
    drop("erp/in", "b.jsonl", row("b"));
    drop("inbox", "c.jsonl", row("c"));
    await().until(() -> bodies.size() == 2 && !history("c").isEmpty());
    assertThat(bodies)
        .containsExactlyInAnyOrder(recorded("a.jsonl", "crm", 2), recorded("b.jsonl", "erp", 1));
    assertThat(history("a2")).extracting(History::job).containsExactly("a.jsonl");
    await()
        .untilAsserted(
            () -> {
              assertThat(home.resolve("crm/accepted/a.jsonl")).exists();
              assertThat(home.resolve("erp/accepted/b.jsonl")).exists();
              assertThat(home.resolve("accepted/c.jsonl")).exists();
              assertThat(home.resolve("crm/in/a.jsonl")).doesNotExist();
            });
  }

  private Map<String, Object> recorded(String file, String folder, int rows) {
    return Map.of(
        "file",
        file,
        "state",
        "recorded",
        "job",
        file,
        "rows",
        rows,
        "path",
        home.resolve(folder).resolve("accepted").resolve(file).toString());
  }

  @Test
  void aFileThatBreaksItsFormatIsToldOfWithTheReason() throws Exception {
    host.start(home, collecting("connector-change:inbox?directory=in"));
    drop("in", "bad.csv", "no,such,columns\n1,2,3\n");
    await().until(() -> bodies.size() == 1);
    assertThat(bodies.get(0).get("state")).isEqualTo("refused");
    assertThat(bodies.get(0).get("file")).isEqualTo("bad.csv");
    String reason = (String) bodies.get(0).get("reason");
    await().until(() -> Files.exists(home.resolve("refused/bad.csv")));
    assertThat(home.resolve("refused/bad.csv.reason.txt")).content().isEqualTo(reason + "\n");
    assertThat(bodies.get(0).get("path")).isEqualTo(home.resolve("refused/bad.csv").toString());
  }

  @Test
  void whereTheExchangeFailsTheFileIsRecordedOnceAndToldOfAgain() throws Exception {
    AtomicInteger good = new AtomicInteger();
    AtomicInteger bad = new AtomicInteger();
    host.start(
        home,
        from(
            "connector-change:inbox?directory=in",
            exchange -> {
              Map<?, ?> body = exchange.getMessage().getBody(Map.class);
              AtomicInteger times = body.get("state").equals("recorded") ? good : bad;
              if (times.incrementAndGet() == 1) {
                throw new IllegalStateException("as the test asks for");
              }
            }));
    drop("in", "a.jsonl", row("a"));
    await().until(() -> Files.exists(home.resolve("accepted/a.jsonl")));
    drop("in", "bad.csv", "no,such,columns\n1,2,3\n");
    await().until(() -> Files.exists(home.resolve("refused/bad.csv")));
    assertThat(good).hasValue(2);
    assertThat(bad).hasValue(2);
    assertThat(history("a")).hasSize(1);
    assertThat(host.ledger().reports().jobs(10)).hasSize(2);
    assertThat(host.ledger().reports().files(10)).hasSize(1);
  }

  @Test
  void rowsOfAnotherTenantThanTheOnlyOneAreRejected() throws Exception {
    host.set("graph.tenants.fabrikam.tenant-id", "fabrikam")
        .start(home, collecting("connector-change:inbox?directory=in&tenant=fabrikam"));
    String foreign = Requests.create("foreign", "x").put("tenant", "contoso").toString();
    drop("in", "a.jsonl", row("a") + "\n" + foreign + "\n");
    await().until(() -> bodies.size() == 1);
    assertThat(history("a")).extracting(History::tenant).containsExactly("fabrikam");
    assertThat(history("foreign").get(0).outcomes())
        .singleElement()
        .satisfies(outcome -> assertThat(outcome.errorCode()).isEqualTo("otherTenant"));
  }

  @Test
  void whatIsNotToBeKeptGoes() throws Exception {
    host.set("inbox.keep", "0").start(home, collecting("connector-change:inbox?directory=in"));
    drop("in", "bad.csv", "no,such,columns\n1,2,3\n");
    await()
        .until(
            () ->
                bodies.size() == 1
                    && !Files.exists(home.resolve("in/bad.csv"))
                    && !Files.exists(home.resolve("refused/bad.csv")));
  }

  @Test
  void aFolderIsPolledAsTheInboxIs() throws Exception {
    host.set("inbox.directory", "inbox").start(home);
    FileEndpoint inbox =
        (FileEndpoint) host.context().getRoute("connector-routes-intake-files").getEndpoint();
    host.context().addRoutes(collecting("connector-change:inbox?directory=in"));
    FileEndpoint further =
        (FileEndpoint)
            host.context().getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof ConnectorChangeEndpoint)
                .findFirst()
                .orElseThrow()
                .getConsumer()
                .getEndpoint();
    assertThat(further.getInclude()).isEqualTo(inbox.getInclude());
    assertThat(further.getMaxMessagesPerPoll()).isEqualTo(inbox.getMaxMessagesPerPoll());
    assertThat(further.getInitialDelay()).isEqualTo(inbox.getInitialDelay());
    assertThat(further.getDelay()).isEqualTo(inbox.getDelay());
    assertThat(further.getMove()).hasToString(inbox.getMove().toString());
  }

  @Test
  void noChangeReadsASecretFromAnyOfItsFolders() throws Exception {
    host.set("secrets.allow", "file:**")
        .start(home, collecting("connector-change:inbox?directory=crm/in"));
    for (String file : List.of("crm/in/.secret", "crm/accepted/secret", "crm/refused/secret")) {
      Files.createDirectories(home.resolve(file).getParent());
      Files.writeString(home.resolve(file), "secret");
      assertThat(host.send("connector-change:submit", referring(file)).getException())
          .isInstanceOf(InvalidChangeException.class)
          .hasMessageContaining("one of this program's own folders");
    }
    Files.writeString(home.resolve("crm/secret"), "secret");
    assertThat(host.send("connector-change:submit", referring("crm/secret")).getException())
        .isNull();
  }

  private static ObjectNode referring(String file) {
    ObjectNode change = Requests.create("referring", "x");
    ((ObjectNode) change.at("/properties/authenticationConfiguration"))
        .putObject("password")
        .put("secretRef", "file:" + file);
    return change;
  }
}
