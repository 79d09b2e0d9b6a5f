package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.VaultSecret;
import io.connectorroutes.secret.VaultUnreachableException;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References are followed when a change is recorded, and again each time that it is sent. */
class SecretsWhenSentTest {
  private static final String ALL = "/v1.0/identity/apiConnectors";
  private static final String CANARY = Requests.CANARY;
  private static final String UNSET = "";

  @TempDir Path home;

  /** What a variable gives, one time after the other; the last one for ever. */
  private final Map<String, Deque<String>> variables = new HashMap<>();

  private volatile boolean vaultIsAway;

  @Test
  void eachRequestHasTheValueOfItsMomentAndNoneIsKept() throws Exception {
    gives("PASSWORD", CANARY + "-recorded", CANARY + "-sent", CANARY + "-retried");
    try (TestSystem system = system(SandboxOptions.defaults())) {
      system.with("graph.lost-answer-wait", "0").start();
      system.sandbox().addFaults(List.of(Fault.on("POST", ALL).answer(503)));
      system.drop("a.jsonl", Way.lines(List.of(create("a", "env:PASSWORD"))));

      assertThat(system.outcomeOf("a").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.sandbox().faultsFired()).hasSize(1);
      assertThat(system.creations())
          .extracting(SecretsWhenSentTest::password)
          .containsExactly(CANARY + "-sent", CANARY + "-retried");
      assertThat(kept(system, "a"))
          .isEqualTo(new EarlierSecret(EarlierSecret.Found.REFERENCE, "env:PASSWORD"));
      assertThat(databaseBytes()).contains("a.jsonl").doesNotContain(CANARY);

      gives("PASSWORD", CANARY + "-rotated");
      system.drop("again.jsonl", Way.lines(List.of(create("a", "env:PASSWORD"))));
      assertThat(manifest(system, "again.jsonl").path("duplicates").intValue()).isEqualTo(1);
      gives("PASSWORD", UNSET);
      system.drop("gone.jsonl", Way.lines(List.of(create("a", "env:PASSWORD"))));
      assertThat(manifest(system, "gone.jsonl").path("duplicates").intValue()).isEqualTo(1);
      gives("PASSWORD", CANARY + "-rotated");
      String results = Files.readString(system.resultsOf("a.jsonl").resolve("succeeded.jsonl"));
      system.drop("results.jsonl", results);
      assertThat(manifest(system, "results.jsonl").path("duplicates").intValue()).isEqualTo(1);
      gives("OTHER", CANARY + "-retried");
      system.drop("other.jsonl", Way.lines(List.of(create("a", "env:OTHER"))));
      assertThat(manifest(system, "other.jsonl").at("/counts/rejected").intValue()).isEqualTo(1);
      assertThat(system.creations()).hasSize(2);
    }
    assertThat(databaseBytes()).doesNotContain(CANARY);
  }

  @Test
  void aChangeWaitsForASecretThatHasGoneAndNoOtherOneWaitsWithIt() throws Exception {
    gives("GONE", CANARY + "-1", UNSET);
    gives("THERE", CANARY + "-2");
    try (TestSystem system = system(SandboxOptions.defaults())) {
      system.with("graph.max-attempts", "1").start();
      system.drop(
          "a.jsonl", Way.lines(List.of(create("gone", "env:GONE"), create("there", "env:THERE"))));

      assertThat(system.outcomeOf("there").outcome()).isEqualTo(Outcome.APPLIED);
      awaitReason(system, "gone", "env:GONE is not set");
      system.stop();
      system.start();
      awaitReason(system, "gone", "env:GONE is not set");
      assertThat(history(system, "gone").reason()).doesNotContain(CANARY);
      assertThat(history(system, "gone").state()).isNotEqualTo("settled");
      assertThat(system.writes()).hasSize(1);

      gives("GONE", CANARY + "-back");
      assertThat(system.outcomeOf("gone"))
          .returns(Outcome.APPLIED, OutcomeRecord::outcome)
          .returns(1, OutcomeRecord::attempts)
          .as("its POST, and the list before the first create")
          .returns(2, OutcomeRecord::graphRequests);
      assertThat(password(system.writes().get(1))).isEqualTo(CANARY + "-back");
    }
  }

  @Test
  void aVaultThatIsAwayHoldsUpNothingButWhatNeedsIt() throws Exception {
    vaultIsAway = true;
    try (TestSystem system = system(SandboxOptions.defaults())) {
      system.start();
      system.drop("a.jsonl", Way.lines(List.of(create("a", "keyvault:vault/name"))));
      awaitReason(system, "a", "keyvault:vault/name is away");
      system.drop("b.jsonl", Way.lines(List.of(Requests.create("b", "B"))));
      assertThat(system.outcomeOf("b").outcome()).isEqualTo(Outcome.APPLIED);

      vaultIsAway = false;
      assertThat(system.outcomeOf("a").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(password(system.writes().get(1))).isEqualTo(CANARY + " of vault");
    }
  }

  @Test
  void anotherCertificateThanWasCheckedIsCheckedAgain() throws Exception {
    PfxFile file = new PfxFile("pfx-password");
    String first = file.base64(Identity.ec("P-256"));
    String second = file.base64(Identity.ec("P-256"));
    gives("ROTATED", first, second);
    gives("SPOILT", first, "QUJD");
    SandboxOptions seeded =
        SandboxOptions.builder()
            .seed(SandboxSeed.standard().withApiConnectors(Map.of("x1", "One", "x2", "Two")))
            .build();
    try (TestSystem system = system(seeded)) {
      system.start();
      system.drop(
          "a.jsonl",
          Way.lines(List.of(upload("rotated", "x1", "ROTATED"), upload("spoilt", "x2", "SPOILT"))));

      assertThat(system.outcomeOf("rotated").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("spoilt"))
          .returns(Outcome.REJECTED, OutcomeRecord::outcome)
          .returns("certificate", OutcomeRecord::errorCode)
          .returns(0, OutcomeRecord::graphRequests);
      assertThat(system.writes())
          .singleElement()
          .satisfies(
              sent -> assertThat(sent.body().path("pkcs12Value").textValue()).isEqualTo(second));
    }
  }

  private TestSystem system(SandboxOptions options) {
    return TestSystem.in(home, options)
        .with("secrets.allow", "env:*,keyvault:**")
        .with(this::secretOfVault)
        .in(Externals.standard().withEnvironment(this::variable));
  }

  private synchronized void gives(String name, String... values) {
    variables.put(name, new ArrayDeque<>(Arrays.asList(values)));
  }

  private synchronized String variable(String name) {
    Deque<String> values = variables.get(name);
    String value = values.size() > 1 ? values.poll() : values.peek();
    return value.equals(UNSET) ? null : value;
  }

  private String secretOfVault(VaultSecret secret) throws SecretException {
    if (vaultIsAway) {
      throw new VaultUnreachableException("is away");
    }
    return CANARY + " of " + secret.vault();
  }

  private static ObjectNode create(String changeId, String reference) {
    ObjectNode change = Requests.create(changeId, "API " + changeId);
    change
        .withObject("/properties/authenticationConfiguration")
        .putObject("password")
        .put("secretRef", reference);
    return change;
  }

  private static ObjectNode upload(String changeId, String connector, String variable) {
    ObjectNode change = Json.object("{'operation':'apiConnector.uploadClientCertificate'}");
    change.put("changeId", changeId).putObject("target").put("id", connector);
    ObjectNode properties = change.putObject("properties").put("password", "pfx-password");
    properties.putObject("pkcs12Value").put("secretRef", "env:" + variable);
    return change;
  }

  private static String password(JournalEntry entry) {
    return entry.body().at("/authenticationConfiguration/password").textValue();
  }

  /** What the ledger holds in the place of the password. */
  private static EarlierSecret kept(TestSystem system, String changeId) {
    byte[] json = Requests.create("other", "Other").toString().getBytes(StandardCharsets.UTF_8);
    ConnectorChange referring =
        new ChangeReader().read(RowReader.readMessage(json).fields(), "other").change();
    String account = system.application().root().call().tenants().accounts().iterator().next();
    return system
        .application()
        .ledger()
        .recorder()
        .secretOf(changeId, account, referring, "authenticationConfiguration.password");
  }

  private static JsonNode manifest(TestSystem system, String job) {
    return Json.file(system.resultsOf(job).resolve("manifest.json"));
  }

  private static History history(TestSystem system, String changeId) {
    return system.application().ledger().reports().history(changeId).get(0);
  }

  private static void awaitReason(TestSystem system, String changeId, String reason) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                system.application().ledger().reports().history(changeId).stream()
                    .anyMatch(h -> h.reason() != null && h.reason().contains(reason)));
  }

  private String databaseBytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(home.resolve("data"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("db")).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
