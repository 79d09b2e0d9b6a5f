package io.connectorroutes.delivery;

import static io.connectorroutes.delivery.Tenant.connector;
import static io.connectorroutes.delivery.Tenant.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.certificate.CertificateSettings.Check;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.certificate.Pkcs12Exception;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import io.connectorroutes.secret.VaultSecret;
import io.connectorroutes.secret.VaultUnreachableException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of references between a claim and its request. */
class SecretCompletionTest {
  private static final String AUTHENTICATION = "authenticationConfiguration";
  private static final String PFX_PASSWORD = "pfx-password";

  @TempDir Path home;

  private final Tenant tenant = new Tenant();
  private final Map<String, String> environment = new HashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private List<String> allow = List.of("env:**", "keyvault:**");
  private Instant now = Instant.now();
  private boolean vaultIsAway;
  private Duration vaultRests = Duration.ZERO;
  private long readNanos;

  private SecretCompletion completion() {
    SecretPolicy policy = new SecretPolicy(allow);
    SecretSource source =
        new SecretSource(
            new SecretFiles(home, policy, List.of(), List.of()),
            this::variable,
            this::secretOfVault);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new SecretCompletion(
        new GraphRequests(new GraphSettings(Cloud.of("global"), "v1.0", "/connectors")),
        new ReferencedSecrets(policy, source),
        new ChangeReader(),
        new CertificateCheck(new CertificateSettings(Check.REJECT, true, Duration.ZERO), clock),
        tenant.backoff,
        clock,
        nanos::get);
  }

  private String variable(String name) {
    nanos.addAndGet(readNanos);
    if (name.equals("BROKEN")) {
      throw new IllegalStateException("canary");
    }
    return environment.get(name);
  }

  private String secretOfVault(VaultSecret secret) throws SecretException {
    if (vaultIsAway) {
      throw new VaultUnreachableException("could not be asked for", vaultRests);
    }
    return secret.vault() + "'s " + secret.name();
  }

  @Test
  void aRequestGetsTheValueOfThatMoment() {
    Claimed<GraphCall> claimed = tenant.claim(create("A", "env:PASSWORD"));
    assertThat(claimed.request().request().body().toString()).contains("env:PASSWORD");

    environment.put("PASSWORD", "one");
    assertThat(password(complete(claimed))).isEqualTo("one");
    environment.put("PASSWORD", "two");
    Claimed<GraphCall> complete = complete(claimed);
    assertThat(password(complete)).isEqualTo("two");
    assertThat(complete.request().request())
        .returns(claimed.request().request().clientRequestId(), r -> r.clientRequestId())
        .returns("/v1.0/identity/apiConnectors", r -> r.path());
    assertThat(complete.lease()).isEqualTo(claimed.lease());
  }

  @Test
  void aCallWithoutReferencesIsTheSame() {
    Claimed<GraphCall> claimed =
        tenant.claim(tenant.due("{'operation':'apiConnector.delete','target':{'id':'1'}}").get());

    assertThat(complete(claimed).request()).isSameAs(claimed.request());
  }

  @Test
  void aCompletingPatchHasTheSecretsOfThatMomentToo() {
    environment.put("PASSWORD", "now");
    DueChange found = due("A", "env:PASSWORD").found("x1").get();

    Claimed<GraphCall> complete = complete(tenant.claim(found));

    assertThat(complete.request().request().toString())
        .isEqualTo("PATCH /v1.0/identity/apiConnectors/x1");
    assertThat(password(complete)).isEqualTo("now");
    assertThat(complete.request().request().body().path("displayName").asText()).isEqualTo("A");
  }

  @Test
  void whatGraphSaysOfASecretIsMasked() {
    environment.put("PASSWORD", "canary-secret");
    Claimed<GraphCall> complete = complete(tenant.claim(create("A", "env:PASSWORD")));

    Decision.Settle settled =
        Tenant.settled(
            tenant.answer(
                complete,
                response(400, "{'error':{'code':'bad','message':'no canary-secret please'}}")));

    assertThat(settled.message()).contains("no ****** please");
  }

  @Test
  void aReferenceThatHasGoneWaitsWithItsReasonAndTheOthersOfTheBatchGo() {
    environment.put("B", "b");
    Claimed<GraphCall> claimed =
        tenant.claim(
            due("A", "env:A").seq(1).get(),
            due("B", "env:B").seq(2).get(),
            due("C", "env:C").seq(3).get(),
            tenant.due("{'operation':'apiConnector.delete','target':{'id':'1'}}").seq(4).get());
    assertThat(claimed.request().parts()).hasSize(4);

    SecretCompletion.Result result = completion().complete(claimed);

    Claimed<GraphCall> complete = result.complete().orElseThrow();
    assertThat(complete.request().parts())
        .extracting(GraphCall.Single::seq)
        .containsExactly(2L, 4L);
    assertThat(complete.request().request().path()).isEqualTo("/v1.0/$batch");
    assertThat(complete.request().request().body().toString()).doesNotContain("secretRef");
    assertThat(result.takenOut()).extracting(Decision::seq).containsExactly(1L, 3L);
    Decision.NoSecret waits = (Decision.NoSecret) result.takenOut().get(0);
    assertThat(waits.reason())
        .isEqualTo(
            "properties.authenticationConfiguration.password: env:A is not set: set it in the"
                + " environment of this program");
    assertThat(waits.due()).isBetween(now, now.plusSeconds(1));
  }

  @Test
  void oneThatIsLeftOfABatchGoesAlone() {
    environment.put("B", "b");
    Claimed<GraphCall> claimed =
        tenant.claim(due("A", "env:A").seq(1).get(), due("B", "env:B").seq(2).get());

    Claimed<GraphCall> complete = completion().complete(claimed).complete().orElseThrow();

    assertThat(complete.request()).isInstanceOf(GraphCall.OfChange.class);
    assertThat(complete.request().intents()).containsExactly(claimed.intents().get(1));
    assertThat(password(complete)).isEqualTo("b");
  }

  @Test
  void theWaitGrowsToFiveMinutes() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 100; i++) {
      DueChange often = due("A", "env:A").secretFailures(i).get();
      Instant due = waits(completion().complete(tenant.claim(often))).due();
      Duration wait = Duration.between(now, due);
      assertThat(wait).isLessThanOrEqualTo(Duration.ofMinutes(5));
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    assertThat(longest).isGreaterThan(Duration.ofMinutes(4));
  }

  @Test
  void aVaultThatIsAwayIsWaitedForAndIsBack() {
    vaultIsAway = true;
    Claimed<GraphCall> claimed = tenant.claim(create("A", "keyvault:vault/name"));
    SecretCompletion.Result result = completion().complete(claimed);
    assertThat(result.complete()).isEmpty();
    assertThat(waits(result).reason()).contains("keyvault:vault/name could not be asked for");

    vaultIsAway = false;
    assertThat(password(complete(claimed))).isEqualTo("vault's name");
  }

  @Test
  void aVaultThatSaysWhenIsNotAskedBefore() {
    vaultIsAway = true;
    vaultRests = Duration.ofMinutes(3);
    SecretCompletion.Result result =
        completion().complete(tenant.claim(create("A", "keyvault:vault/name")));
    assertThat(waits(result).due()).isEqualTo(now.plus(vaultRests));

    vaultRests = Duration.ofDays(1);
    assertThat(waits(completion().complete(tenant.claim(create("A", "keyvault:vault/name")))).due())
        .isEqualTo(now.plus(Duration.ofMinutes(5)));

    vaultRests = Duration.ofMillis(1);
    DueChange often = due("A", "keyvault:vault/name").secretFailures(20).get();
    assertThat(waits(completion().complete(tenant.claim(often))).due())
        .isBetween(now.plus(vaultRests), now.plus(Duration.ofMinutes(5)));
  }

  @Test
  void whatIsNotAllowedAnyMoreOrNoGoodWaitsWithoutBeingShown() {
    environment.put("EMPTY", "");
    environment.put("MASKED", "******");
    assertThat(waits(completion().complete(tenant.claim(create("A", "env:EMPTY")))).reason())
        .startsWith("properties.authenticationConfiguration.password is empty");
    assertThat(waits(completion().complete(tenant.claim(create("A", "env:MASKED")))).reason())
        .startsWith("properties.authenticationConfiguration.password is masked");

    allow = List.of();
    assertThat(waits(completion().complete(tenant.claim(create("A", "env:MASKED")))).reason())
        .contains("env:MASKED is not allowed");
  }

  @Test
  void anExceptionOfOursHarmsItsChangeAlone() {
    environment.put("B", "b");
    Claimed<GraphCall> claimed =
        tenant.claim(due("A", "env:BROKEN").seq(1).get(), due("B", "env:B").seq(2).get());

    SecretCompletion.Result result = completion().complete(claimed);

    assertThat(result.complete().orElseThrow().request().parts()).hasSize(1);
    assertThat(result.takenOut())
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Unexpected.class,
            unexpected -> assertThat(unexpected.message()).doesNotContain("canary"));
  }

  @Test
  void slowSecretsDoNotMakeTheClaimTooOldToBeSent() {
    readNanos = Duration.ofSeconds(15).toNanos();
    DueChange[] due = new DueChange[4];
    for (int i = 0; i < due.length; i++) {
      environment.put("S" + i, "s");
      due[i] = due("A" + i, "env:S" + i).seq(i).get();
    }

    SecretCompletion.Result result = completion().complete(tenant.claim(due));

    assertThat(result.complete().orElseThrow().request().parts()).hasSize(2);
    assertThat(result.takenOut())
        .hasSize(2)
        .allSatisfy(
            waits -> assertThat(((Decision.NoSecret) waits).reason()).contains("took too long"));
  }

  @Test
  void aCertificateThatWasCheckedIsSentEvenIfItHasEndedMeanwhile() {
    String pfx = new PfxFile(PFX_PASSWORD).base64(Identity.ec("P-256"));
    environment.put("PFX", pfx);
    now = end(pfx).plusSeconds(1);

    Claimed<GraphCall> complete = complete(tenant.claim(upload(thumbprint(pfx))));

    assertThat(complete.request().request().body().path("pkcs12Value").asText()).isEqualTo(pfx);
    assertThat(complete.request().request().body().path("password").asText())
        .isEqualTo(PFX_PASSWORD);
  }

  @Test
  void anotherCertificateIsCheckedAndPlannedAnew() {
    String pfx = new PfxFile(PFX_PASSWORD).base64(Identity.ec("P-256"));
    environment.put("PFX", pfx);

    SecretCompletion.Result result = completion().complete(tenant.claim(upload("OLD")));

    assertThat(result.complete()).isEmpty();
    assertThat(result.takenOut())
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.OtherCertificate.class,
            other -> assertThat(other.certificate().thumbprint()).isEqualTo(thumbprint(pfx)));

    now = end(pfx).plusSeconds(1);
    assertUnfit("properties.pkcs12Value holds a certificate that ended at ", "OLD");
  }

  @Test
  void theSameCertificateInAnUnfitFileIsRejected() {
    String pfx = new PfxFile(PFX_PASSWORD).base64(Identity.ec("P-256"));
    environment.put("PFX", pfx);
    environment.put("PFX_PASSWORD", "rotated");

    assertUnfit("properties.pkcs12Value", thumbprint(pfx));
  }

  @Test
  void aFileByReferenceIsWrittenAnewWhereGraphWouldRefuseIt() throws Exception {
    String aes = new PfxFile(PFX_PASSWORD).aes().base64(Identity.ec("P-256"));
    environment.put("PFX", aes);

    Claimed<GraphCall> complete = complete(tenant.claim(upload(thumbprint(aes))));

    String sent = complete.request().request().body().path("pkcs12Value").asText();
    assertThat(sent).isNotEqualTo(aes);
    assertThat(Pkcs12.open(sent, PFX_PASSWORD).isAesProtected()).isFalse();
  }

  @Test
  void aPageOfAListGoesWithTheRest() {
    environment.put("B", "b");
    String byName =
        "{'operation':'apiConnector.update','target':{'displayName':'N'},'properties':"
            + "{'authenticationConfiguration':{'@odata.type':'#microsoft.graph.basicAuthentication',"
            + "'username':'u','password':{'secretRef':'env:B'}}}}";
    Claimed<GraphCall> list = tenant.claim(tenant.due(byName).get());
    assertThat(complete(list).request()).isSameAs(list.request());

    tenant.listed(tenant.due(byName).get(), connector("x1", "N"));
    assertThat(password(complete(tenant.claim(tenant.due(byName).get())))).isEqualTo("b");
  }

  private void assertUnfit(String message, String thumbprint) {
    SecretCompletion.Result result = completion().complete(tenant.claim(upload(thumbprint)));

    assertThat(result.complete()).isEmpty();
    assertThat(result.takenOut())
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Unfit.class,
            unfit -> {
              assertThat(unfit.code()).isEqualTo("certificate");
              assertThat(unfit.message()).startsWith(message).doesNotContain(PFX_PASSWORD);
            });
  }

  private Claimed<GraphCall> complete(Claimed<GraphCall> claimed) {
    SecretCompletion.Result result = completion().complete(claimed);
    assertThat(result.takenOut()).isEmpty();
    return result.complete().orElseThrow();
  }

  private static Decision.NoSecret waits(SecretCompletion.Result result) {
    assertThat(result.takenOut()).hasSize(1);
    return (Decision.NoSecret) result.takenOut().get(0);
  }

  private static String password(Claimed<GraphCall> complete) {
    return complete.request().request().body().path(AUTHENTICATION).path("password").textValue();
  }

  private DueChange create(String name, String reference) {
    return due(name, reference).get();
  }

  private Tenant.Due due(String name, String reference) {
    return tenant.due(
        "{'operation':'apiConnector.create','properties':{'displayName':'"
            + name
            + "','targetUrl':'https://a.example/api','authenticationConfiguration':"
            + "{'@odata.type':'#microsoft.graph.basicAuthentication','username':'u',"
            + "'password':{'secretRef':'"
            + reference
            + "'}}}}");
  }

  private DueChange upload(String thumbprint) {
    environment.putIfAbsent("PFX_PASSWORD", PFX_PASSWORD);
    return tenant
        .due(
            "{'operation':'apiConnector.uploadClientCertificate','target':{'id':'x1'},'properties':"
                + "{'pkcs12Value':{'secretRef':'env:PFX'},"
                + "'password':{'secretRef':'env:PFX_PASSWORD'}}}")
        .thumbprint(thumbprint)
        .get();
  }

  private static String thumbprint(String pfx) {
    return opened(pfx).thumbprint();
  }

  private static Instant end(String pfx) {
    return opened(pfx).certificate().getNotAfter().toInstant();
  }

  private static Pkcs12 opened(String pfx) {
    try {
      return Pkcs12.open(pfx, PFX_PASSWORD);
    } catch (Pkcs12Exception e) {
      throw new AssertionError(e);
    }
  }
}
