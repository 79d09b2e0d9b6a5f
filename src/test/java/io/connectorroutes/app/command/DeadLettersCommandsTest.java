package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.DeadLetters.Group;
import io.connectorroutes.ledger.DeadLetters.Handled;
import io.connectorroutes.ledger.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dead-letters list}, {@code replay} and {@code discard} ask for and print. */
class DeadLettersCommandsTest {
  private static final Instant T0 = Instant.parse("2026-11-21T08:00:00.250Z");
  private static final String DENIED = "Authorization_RequestDenied";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private CommandLineHarness cli;

  @BeforeEach
  void harness() throws IOException {
    cli = new CommandLineHarness(folder).withLedgerFile();
    cli.ledger.groups.add(
        group(DENIED, 28, Map.of("contoso", 20L, "default", 8L), Outcome.FAILED, 403, 3));
    cli.ledger.groups.add(group("invalid", 3, Map.of(), Outcome.REJECTED, null, 0));
    cli.ledger.groups.add(group("lostAnswer", 1, Map.of("contoso", 1L), Outcome.UNKNOWN, null, 0));
  }

  private static Group group(
      String cause,
      long count,
      Map<String, Long> tenants,
      Outcome outcome,
      Integer status,
      long failedAgain) {
    return new Group(
        cause,
        count,
        T0,
        new java.util.TreeMap<>(tenants),
        Set.of("apiConnector.create"),
        Set.of(outcome),
        status == null ? Set.of() : Set.of(status),
        "properties.targetUrl must be an https URL, and one whose host is no address of this"
            + " machine\u001b[2J",
        false,
        failedAgain);
  }

  private int execute(String arguments) {
    return cli.execute((arguments + " --home " + folder).split(" "));
  }

  private JsonNode json() throws IOException {
    return MAPPER.readTree(cli.out());
  }

  @Test
  void theListIsByCauseWithWhatToDo() {
    assertThat(execute("dead-letters list")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
               28  Authorization_RequestDenied (failed), since 2026-11-21T08:00:00Z
                tenants contoso 20, default 8
                the app lacks APIConnectors.ReadWrite.All: grant it as an application
                permission, with admin consent, then
                dead-letters replay --cause Authorization_RequestDenied
                3 of them failed again after 3 replays: those are replayed by their ids

                3  invalid (rejected), since 2026-11-21T08:00:00Z
                one of them: properties.targetUrl must be an https URL, and one whose host
                is no address of this machine [2J
                correct what the message says, and send it again, then
                dead-letters discard --cause invalid --reason TEXT

                1  lostAnswer (unknown), since 2026-11-21T08:00:00Z
                tenant contoso
                whether it was done could not be found out: look in the tenant; a replay
                looks there first, then
                dead-letters replay --cause lostAnswer

            one by one: dead-letters list --cause CAUSE [--limit N], or with --json
            """);
    assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(execute("dead-letters list --limit 1")).isZero();
    assertThat(cli.out()).contains(DENIED).doesNotContain("invalid");
  }

  @Test
  void ofManyTenantsThoseWithTheMostAreNamed() throws IOException {
    Map<String, Long> tenants = new HashMap<>();
    for (int i = 1; i <= 300; i++) {
      tenants.put("t%03d".formatted(i), i == 250 || i == 7 ? 1_000L + i : 1L + i % 100);
    }
    cli.ledger.groups.clear();
    cli.ledger.groups.add(group(DENIED, 17_000, tenants, Outcome.FAILED, 403, 0));
    assertThat(execute("dead-letters list")).isZero();
    assertThat(cli.out())
        .contains(
            """
                tenants t250 1250, t007 1007, t099 100, t199 100, t299 100
                and 295 more tenants
            """);
  }

  @Test
  void aTenantAndItsNumberStandInOneLine() {
    String alias = "a-tenant-whose-alias-takes-much-room-";
    Map<String, Long> tenants = new HashMap<>();
    for (int i = 1; i <= 9; i++) {
      tenants.put(alias + "x".repeat(i), 1_000L + i);
    }
    cli.ledger.groups.clear();
    cli.ledger.groups.add(group(DENIED, 9_045, tenants, Outcome.FAILED, 403, 0));
    assertThat(execute("dead-letters list")).isZero();
    assertThat(cli.out().lines().filter(line -> line.contains(alias)))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches(".*" + alias + "x+ 10\\d\\d(,| and).*"));
  }

  @Test
  void noDeadLettersIsNoError() throws IOException {
    cli.ledger.groups.clear();
    assertThat(execute("dead-letters list")).isZero();
    assertThat(cli.out()).isEqualTo("No dead letters.\n");
    assertThat(execute("dead-letters list --json")).isZero();
    assertThat(json()).isEqualTo(MAPPER.readTree("{\"deadLetters\":[]}"));
  }

  private void addSummaries() {
    cli.ledger.summaries.add(
        new Summary(
            "c-1",
            "default",
            "apiConnector.create",
            "displayName=Test API",
            "a.csv",
            DENIED,
            "Insufficient privileges to complete the operation.\nAsk an admin\u202E",
            Outcome.FAILED,
            T0,
            2));
    cli.ledger.summaries.add(
        new Summary(
            "message-2", null, null, null, "queue", "unreadable", null, Outcome.REJECTED, T0, 0));
  }

  @Test
  void ofOneCauseTheyAreListedOneByOne() {
    addSummaries();
    assertThat(execute("dead-letters list --cause authorization_requestdenied --limit 5")).isZero();
    assertThat(cli.ledger.asked)
        .containsExactly("list Filter[cause=" + DENIED + ", tenant=null, job=null]");
    assertThat(cli.out())
        .startsWith("   28  Authorization_RequestDenied (failed)")
        .endsWith(
            """

            c-1 failed 2026-11-21T08:00:00Z, replays: 2
                apiConnector.create, displayName=Test API, tenant default, job a.csv
                Insufficient privileges to complete the operation. Ask an admin
            message-2 rejected 2026-11-21T08:00:00Z
                job queue
            """);
  }

  @Test
  void eachIsInTheDocument() throws IOException {
    addSummaries();
    assertThat(execute("dead-letters list --json")).isZero();
    assertThat(json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {"deadLetters":[
                 {"changeId":"c-1","tenant":"default","operation":"apiConnector.create",
                  "target":"displayName=Test API","job":"a.csv",
                  "cause":"Authorization_RequestDenied",
                  "message":"Insufficient privileges to complete the operation.\\nAsk an admin\\u202e",
                  "outcome":"failed","time":"2026-11-21T08:00:00.250Z","replays":2},
                 {"changeId":"message-2","tenant":null,"operation":null,"target":null,
                  "job":"queue","cause":"unreadable","message":null,"outcome":"rejected",
                  "time":"2026-11-21T08:00:00.250Z","replays":0}]}
                """));
    assertThat(execute("dead-letters list --json --limit 1")).isZero();
    assertThat(json().get("deadLetters")).hasSize(1);
  }

  @Test
  void whereTheyCannotBeReadThereIsNoDocumentButThatOfTheError() throws IOException {
    cli.ledger.unreadable = new UsageException("the disk is full");
    assertThat(execute("dead-letters list --json")).isNotZero();
    assertThat(json().fieldNames()).toIterable().containsExactly("error");
  }

  @Test
  void aNameThatNoDeadLetterHasIsRefusedAndTheNearestNamed() {
    for (String command : List.of("list", "replay", "discard --reason x")) {
      assertThat(execute("dead-letters " + command + " --cause Authorization_RequestDenid"))
          .isEqualTo(2);
      assertThat(cli.err()).contains("did you mean " + DENIED + "?");
    }
    assertThat(execute("dead-letters list --cause Nothing")).isEqualTo(2);
    assertThat(cli.err()).contains("no open dead letter has the cause Nothing; dead-letters list");
    assertThat(execute("dead-letters list --tenant contosso")).isEqualTo(2);
    assertThat(cli.err()).contains("did you mean contoso?");
    assertThat(execute("dead-letters list --job nowhere.csv")).isEqualTo(2);
    assertThat(cli.err()).contains("there is no job nowhere.csv; status");
    assertThat(execute("dead-letters list --limit 0")).isEqualTo(2);
    assertThat(cli.err()).contains("--limit");
    assertThat(cli.ledger.asked).isEmpty();
  }

  @Test
  void replaysAreSelectedAndCounted() throws IOException {
    cli.ledger.handled = List.of(new Handled("a", null, null), new Handled("b", null, null));
    assertThat(execute("dead-letters replay a b --overtaken")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            replayed a
            replayed b
            2 replayed, 0 skipped
            Nobody works on this ledger: start run, which delivers what was replayed.
            """);
    assertThat(execute("dead-letters replay a b --json")).isZero();
    assertThat(json().get("workers").asInt()).isZero();
    cli.ledger.asked.clear();
    cli.ledger.workers.add(new Workers.Worker("run:here/1", T0, List.of()));
    assertThat(execute("dead-letters replay a b --overtaken")).isZero();
    assertThat(cli.out()).endsWith("2 replayed, 0 skipped\n");
    assertThat(execute("dead-letters replay --all")).isZero();
    assertThat(execute("dead-letters replay --cause INVALID --tenant contoso")).isZero();
    assertThat(execute("dead-letters replay --all --rate 20/1m --dry-run")).isZero();
    assertThat(cli.ledger.asked)
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("Selection[changeIds=[a, b], filter=Filter[cause=null")
                    .contains("overtaken=true", "requests=2147483647", "dryRun=false"),
            one -> assertThat(one).startsWith("Selection[changeIds=null, filter=Filter[cause=null"),
            one -> assertThat(one).contains("cause=invalid, tenant=contoso, job=null"),
            one -> assertThat(one).contains("requests=20", "window=PT1M", "dryRun=true"));

    cli.ledger.handled =
        List.of(new Handled("a", null, T0), new Handled("b", "c was applied since", null));
    assertThat(execute("dead-letters replay a b")).isEqualTo(1);
    assertThat(cli.out())
        .isEqualTo(
            """
            replayed a, due 2026-11-21T08:00:00Z
            skipped b: c was applied since
            1 replayed, 1 skipped
            """);
    assertThat(execute("dead-letters replay a b --json --dry-run")).isEqualTo(1);
    assertThat(json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {"replayed":["a"],"skipped":[{"changeId":"b","reason":"c was applied since"}],
                 "dryRun":true,"lastDueAt":"2026-11-21T08:00:00.250Z"}
                """));
    assertThat(execute("dead-letters replay a b --dry-run")).isEqualTo(1);
    assertThat(cli.out())
        .isEqualTo(
            """
            would be replayed a, due 2026-11-21T08:00:00Z
            would be skipped b: c was applied since
            1 would be replayed, 1 would be skipped; nothing was changed
            """);
  }

  /** The harness looks at each line. */
  @Test
  void longIdsAndReasonsLeaveNoLineTooWide() {
    String id = "i".repeat(128);
    cli.ledger.handled =
        List.of(new Handled(id, null, T0), new Handled(id, "some words ".repeat(30), null));
    assertThat(execute("dead-letters replay --all")).isEqualTo(1);
    assertThat(cli.out())
        .startsWith("replayed\n  " + id + ",\n  due 2026-11-21T08:00:00Z\nskipped\n  " + id + ":\n")
        .contains("\n1 replayed, 1 skipped\n");
  }

  @Test
  void aDocumentHasAnyNumberOfThem() throws IOException {
    List<Handled> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(new Handled("id-" + i, i % 2 == 0 ? null : "because\nof " + i, null));
    }
    cli.ledger.handled = many;
    assertThat(execute("dead-letters replay --all --json")).isEqualTo(1);
    assertThat(json().path("replayed")).hasSize(50_000);
    assertThat(json().at("/replayed/49999").asText()).isEqualTo("id-99998");
    assertThat(json().path("skipped")).hasSize(50_000);
    assertThat(json().at("/skipped/49999").toString())
        .isEqualTo("{\"changeId\":\"id-99999\",\"reason\":\"because\\nof 99999\"}");
    assertThat(json().path("workers").isInt()).isTrue();
  }

  @Test
  void discardingNeedsAReasonAndSaysWho() throws IOException {
    cli.ledger.handled = List.of(new Handled("a", null, null));
    assertThat(execute("dead-letters discard a")).isEqualTo(2);
    assertThat(cli.err()).contains("--reason");
    assertThat(
            cli.execute("dead-letters", "discard", "a", "--reason", " \t", "--home", "" + folder))
        .isEqualTo(2);
    assertThat(cli.err()).contains("--reason is empty");
    assertThat(execute("dead-letters discard --reason done")).isEqualTo(2);
    assertThat(cli.err()).contains("say which");
    assertThat(cli.ledger.asked).isEmpty();

    assertThat(execute("dead-letters discard a --reason done\u001b")).isZero();
    assertThat(cli.out()).isEqualTo("discarded a\n1 discarded, 0 skipped\n");
    assertThat(cli.ledger.asked)
        .singleElement()
        .asString()
        .endsWith(" done by " + System.getProperty("user.name"));
    assertThat(execute("dead-letters discard --cause invalid --reason done --json")).isZero();
    assertThat(json())
        .isEqualTo(
            MAPPER.readTree(
                """
                {"discarded":["a"],"skipped":[]}
                """));
  }
}
