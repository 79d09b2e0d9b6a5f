package io.connectorroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.certificate.CertificateCheck;
import io.connectorroutes.certificate.CertificateSettings;
import io.connectorroutes.certificate.CertificateSettings.Check;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.change.Certificates;
import io.connectorroutes.change.Certificates.Kind;
import io.connectorroutes.change.ChangeJson;
import io.connectorroutes.change.ChangeReader;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.ReadRow;
import io.connectorroutes.change.RowReader;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.ledger.EarlierSecret.Found;
import io.connectorroutes.ledger.ReceivedRow;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretFiles;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretSource;
import io.connectorroutes.secret.VaultUnreachableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows and messages on their way to the ledger. JSON is written with ' for ". */
class ReceiverTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final String DELETE =
      "{'changeId':'d-1','operation':'connectorGroup.delete','target':{'id':'1'}}";
  private static final String UPLOAD =
      "{'changeId':'u-1','operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},"
          + "'properties':{'pkcs12Value':VALUE,'password':'PASSWORD'}}";
  private static final String UPDATE =
      "{'changeId':'p-1','operation':'apiConnector.update','target':{'id':'1'},'properties':"
          + "{'authenticationConfiguration':{'@odata.type':'#microsoft.graph.basicAuthentication',"
          + "'username':'u','password':{'secretRef':'REFERENCE'}}}}";
  private static final String PASSWORD = "pass-word";

  private static final ChangeReader READER = new ChangeReader();

  @TempDir static Path certificates;
  private static String tripleDes;
  private static String aes;

  @TempDir Path home;

  private List<String> allow = List.of();
  private Check check = Check.OFF;
  private boolean repack;
  private Instant now = Instant.now();

  @BeforeAll
  static void makeCertificates() {
    tripleDes = Certificates.base64(certificates, Kind.TRIPLE_DES, PASSWORD);
    aes = Certificates.base64(certificates, Kind.AES, PASSWORD);
  }

  private final List<GraphTenant> tenants =
      new ArrayList<>(
          List.of(new GraphTenant(null, "Contoso", "app"), new GraphTenant("north", "n", "a")));

  private Receiver receiver() {
    ReferencedSecrets secrets =
        new ReferencedSecrets(
            new SecretPolicy(allow),
            new SecretSource(
                new SecretFiles(home, new SecretPolicy(allow), List.of(), List.of()),
                Map.of("SET", "from-env", "MASKED", "******", "EMPTY", "")::get,
                secret -> {
                  if (secret.vault().equals("away")) {
                    throw new VaultUnreachableException("is away");
                  }
                  throw new SecretException("is refused");
                }));
    return new Receiver(
        READER,
        new ConfiguredTenants(tenants),
        change ->
            change.operation() == Operation.CONNECTOR_UPDATE
                ? Optional.of("not offered here")
                : Optional.empty(),
        new ChangeReferences(secrets, ReceiverTest::earlier),
        secrets,
        new CertificateCheck(
            new CertificateSettings(check, repack, Duration.ofDays(30)),
            Clock.fixed(now, ZoneOffset.UTC)));
  }

  private static EarlierSecret earlier(
      String id, String account, ConnectorChange referring, String field) {
    return switch (id) {
      case "known" ->
          new EarlierSecret(
              Found.VALUE, String.join(" ", id, account, referring.changeId(), field));
      case "url" -> new EarlierSecret(Found.VALUE, "https://api.example/f?code=key");
      case "http" -> new EarlierSecret(Found.VALUE, "http://api.example/f?code=key");
      case "host" ->
          new EarlierSecret(Found.VALUE, referring.properties().path("targetUrl").asText());
      case "variable" -> new EarlierSecret(Found.REFERENCE, "env:SET");
      default -> new EarlierSecret(Found.valueOf(id), null);
    };
  }

  private ReceivedRow row(FileFormat format, String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    try (RowReader reader = RowReader.open(format, new ByteArrayInputStream(bytes), 2_000_000)) {
      return receiver().row(reader.next(), SHA256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRowThatAnExceptionOfOursKeptFromBeingReadIsRejected() {
    ReadRow failed = new ReadRow(2, null, null, null, false, new ClassCastException("canary"));

    ReceivedRow rejected = receiver().row(failed, SHA256);

    assertThat(rejected.row()).isEqualTo(2);
    assertThat(rejected.changeId()).startsWith(SHA256.substring(0, 8)).endsWith("-2");
    assertThat(rejected.problem().code()).isEqualTo("internalError");
    assertThat(rejected.problem().message())
        .contains("ClassCastException")
        .doesNotContain("canary");
    ReadRow ofAll = new ReadRow(2, null, null, null, false, new OutOfMemoryError());
    assertThatThrownBy(() -> receiver().row(ofAll, SHA256)).isInstanceOf(OutOfMemoryError.class);
  }

  private ReceivedRow row(String json) {
    return row(FileFormat.JSON_LINES, json);
  }

  private ReceivedRow message(String body, String brokerId, Map<String, String> headers) {
    return receiver()
        .message(new QueueMessage(body.replace('\'', '"').getBytes(UTF_8), brokerId, headers));
  }

  private static String message(ReceivedRow row) {
    assertThat(row.change()).isNull();
    return row.problem().message();
  }

  @Nested
  class Rows {
    @Test
    void aRowThatItsChangeGivesBackNeedsNoOriginal() {
      ReceivedRow row = row(DELETE);

      assertThat(row.problem()).isNull();
      assertThat(row.row()).isEqualTo(1);
      assertThat(row.changeId()).isEqualTo("d-1");
      assertThat(row.operation()).isEqualTo("connectorGroup.delete");
      assertThat(row.tenant()).isNull();
      assertThat(row.account()).isEqualTo("contoso/app");
      assertThat(row.target()).isEqualTo("id=1");
      assertThat(row.original()).isNull();
      assertThat(ChangeJson.write(row.change()))
          .isEqualTo(DELETE.replace('\'', '"').getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'operation':'connectorGroup.delete','changeId':'d-1','target':{'id':'1'}}",
          "{'changeId':'d-1','operation':'connectorGroup.delete','target':{'id':'1'},'result':1.10}",
          "{'changeId':'d-1','operation':'connectorGroup.delete','target':{'id':'1'},'properties':{}}",
        })
    void aRowThatItsChangeDoesNotGiveBackKeepsItsOriginal(String json) {
      ReceivedRow row = row(json);

      assertThat(row.change()).isEqualTo(row(DELETE).change());
      assertThat(new String(row.original(), UTF_8)).isEqualTo(json.replace('\'', '"'));
    }

    @Test
    void aCsvRowKeepsItsCells() {
      ReceivedRow row =
          row(FileFormat.CSV, "operation,tenant,target.id\nconnectorGroup.delete,north,1\n");

      assertThat(new String(row.original(), UTF_8))
          .isEqualTo(
              "{\"operation\":\"connectorGroup.delete\",\"tenant\":\"north\",\"target.id\":\"1\"}");
      assertThat(row.tenant()).isEqualTo("north");
      assertThat(row.account()).isEqualTo("n/a");
    }

    @Test
    void aRowWithoutIdentityGetsOneOfItsFileAndNumber() {
      ReceivedRow row = row(DELETE.replace("'changeId':'d-1',", ""));

      assertThat(row.changeId()).isEqualTo("0123456789abcdef0123456789abcdef-1");
      assertThat(row.change().changeId()).isEqualTo(row.changeId());
    }

    @Test
    void aRowWhoseIdentityIsInvalidIsRejectedUnderTheDerivedOne() {
      ReceivedRow row = row(DELETE.replace("d-1", "d 1"));

      assertThat(row.changeId()).isEqualTo("0123456789abcdef0123456789abcdef-1");
      assertThat(row.problem().field()).isEqualTo("changeId");
      assertThat(row.problem().code()).isEqualTo("invalid");
    }

    @Test
    void aRejectedRowKeepsWhatItSaysOfItself() {
      String json =
          "{'changeId':'x','operation':'userFlow.disable','tenant':'north',"
              + "'target':{'userFlowId':'B2X_1_s','step':'a'}}";
      ReceivedRow row = row(json);

      assertThat(row.changeId()).isEqualTo("x");
      assertThat(row.operation()).isNull();
      assertThat(row.tenant()).isEqualTo("north");
      assertThat(row.account()).isEqualTo("n/a");
      assertThat(row.target()).isEqualTo("B2X_1_s");
      assertThat(row.problem().refused()).containsExactlyInAnyOrder("operation", "target.step");
      assertThat(new String(row.original(), UTF_8)).isEqualTo(json.replace('\'', '"'));
      assertThat(row.problem().code()).isEqualTo("invalid");
    }

    @Test
    void anUnreadableRowHasItsNumberOnly() {
      ReceivedRow row = row("{'a':hunter2}");

      assertThat(row.problem().code()).isEqualTo("unreadable");
      assertThat(row.changeId()).isEqualTo("0123456789abcdef0123456789abcdef-1");
      assertThat(row.original()).isNull();
      assertThat(message(row)).doesNotContain("hunter2");
    }

    @Test
    void aTenantMustBeConfigured() {
      ReceivedRow row = row(DELETE.replace("{'ch", "{'tenant':'south','ch"));

      assertThat(row.problem().code()).isEqualTo("unknownTenant");
      assertThat(row.problem().field()).isEqualTo("tenant");
      assertThat(message(row))
          .startsWith("tenant is not configured: configure it, or give one of north");
    }

    @Test
    void ofManyTenantsASenderIsToldNoList() {
      for (int i = 1; i < 300; i++) {
        tenants.add(new GraphTenant("t%03d".formatted(i), "t" + i, "a"));
      }
      assertThat(message(row(DELETE.replace("{'ch", "{'tenant':'south','ch"))))
          .isEqualTo(
              "tenant is not configured: configure it, or give one of 300 that are configured, or"
                  + " leave it out for the default tenant");
      assertThat(message(row(DELETE.replace("{'ch", "{'tenant':'t0011','ch"))))
          .startsWith("tenant is not configured: did you mean t001? ")
          .hasSizeLessThan(200);
      tenants.remove(0);
      assertThat(message(row(DELETE)))
          .isEqualTo(
              "tenant is missing, and no default tenant is configured: give one of 300 that are"
                  + " configured");
    }

    @Test
    void anAliasThatIsNearlyRightIsNamedByTheRightOne() {
      ReceivedRow row = row(DELETE.replace("{'ch", "{'tenant':'nort','ch"));

      assertThat(message(row)).startsWith("tenant is not configured: did you mean north? ");
      assertThat(row.tenant()).isNull();
      assertThat(row.account()).isNull();
      assertThat(row.problem().refused()).containsExactly("tenant");
    }

    @Test
    void anIdThatBreaksItsRuleIsGivenBackPrintableAndShort() {
      String id = "a\\u001b\\u009b " + "\uD83D\uDE00".repeat(200);
      ReceivedRow row = row(DELETE.replace("d-1", id));

      assertThat(row.changeId()).isEqualTo("0123456789abcdef0123456789abcdef-1");
      assertThat(row.problem().givenChangeId())
          .isEqualTo("a\uFFFD\uFFFD " + "\uD83D\uDE00".repeat(124));
      assertThat(row.problem().refused()).containsExactly("changeId");
    }

    @Test
    void theCloudMustOfferTheOperation() {
      ReceivedRow row =
          row(
              "{'operation':'connector.update','target':{'id':'1'},"
                  + "'properties':{'status':'active'}}");

      assertThat(row.problem().code()).isEqualTo("notInThisCloud");
      assertThat(message(row)).isEqualTo("not offered here");
    }
  }

  @Nested
  class Messages {
    @Test
    void aMessageHasItsOwnIdentity() {
      ReceivedRow row =
          message(DELETE, "ID:broker", Map.of("b", "secret", "a", "x", "cloudEvents_id", "e"));

      assertThat(row.problem()).isNull();
      assertThat(row.row()).isZero();
      assertThat(row.changeId()).isEqualTo("d-1");
      assertThat(row.original()).isNull();
      assertThat(row.brokerMessageId()).isEqualTo("ID:broker");
      assertThat(row.headerNames()).isEqualTo("a,b,cloudEvents_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudEvents:id", "cloudEvents_id", "ce_id", "ce-id"})
    void orThatOfACloudEventInBinaryMode(String header) {
      String body = DELETE.replace("'changeId':'d-1',", "");

      assertThat(message(body, "ID:broker", Map.of(header, "e-1")).change().changeId())
          .isEqualTo("e-1");
    }

    @Test
    void orThatOfACloudEventInStructuredMode() {
      String body = DELETE.replace("'changeId':'d-1',", "");
      String event = "{'specversion':'1.0','id':'e 1','type':'t','source':'s','data':" + body + "}";

      ReceivedRow row = message(event, "ID:broker", Map.of());

      assertThat(row.change().changeId()).isEqualTo(row.changeId()).matches("sha256:[0-9a-f]{64}");
      assertThat(new String(row.original(), UTF_8)).isEqualTo(event.replace('\'', '"'));
    }

    @Test
    void orThatOfTheBroker() {
      String body = DELETE.replace("'changeId':'d-1',", "");

      assertThat(message(body, "ID:a.b-1", Map.of()).changeId()).isEqualTo("ID:a.b-1");
      assertThat(message(body, "ID:a/b", Map.of()).changeId())
          .isEqualTo(message(body, "ID:a/b", Map.of()).changeId())
          .matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void withoutAnyIdentityItIsRejected() {
      ReceivedRow row = message(DELETE.replace("'changeId':'d-1',", ""), null, Map.of());

      assertThat(message(row)).startsWith("changeId is missing: give ");
      assertThat(row.changeId()).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "[]", "{'specversion':'1.0','id':'e','data':'hunter2'}"})
    void anUnreadableMessageKeepsItsBytes(String body) {
      ReceivedRow row = message(body, "ID:1", Map.of("h", "v"));

      assertThat(row.problem().code()).isEqualTo("unreadable");
      assertThat(message(row)).doesNotContain("hunter2");
      assertThat(row.changeId()).isEqualTo("ID:1");
      assertThat(row.original()).isEqualTo(body.replace('\'', '"').getBytes(UTF_8));
      assertThat(row.headerNames()).isEqualTo("h");
    }
  }

  @Nested
  class Secrets {
    @Test
    void workOnlyWhereTheyAreAllowed() {
      ReceivedRow refused = row(UPDATE.replace("REFERENCE", "env:SET"));
      assertThat(refused.problem().code()).isEqualTo("secretUnavailable");
      assertThat(message(refused))
          .isEqualTo(
              "properties.authenticationConfiguration.password: env:SET is not allowed: add it to"
                  + " secrets.allow, or give the value itself");

      allow = List.of("env:S*");
      ReceivedRow row = row(UPDATE.replace("REFERENCE", "env:SET"));
      assertThat(row.problem()).isNull();
      assertThat(reference(row.change())).isEqualTo("env:SET");
      assertThat(ChangeJson.write(row.change())).asString(UTF_8).doesNotContain("from-env");
      assertThat(row.original()).isNull();
      assertThat(row.compared()).isEqualTo(row.change());
      assertThat(password(row.resolved())).isEqualTo("from-env");
    }

    @Test
    void aVaultThatCannotBeReachedIsNoReasonAndAllElseIs() {
      allow = List.of("keyvault:**", "env:S*", "env:UNSET");
      String away = "{'secretRef':'keyvault:away/name'}";

      ReceivedRow row = row(UPLOAD.replace("VALUE", away).replace("PASSWORD", "p"));
      assertThat(row.problem()).isNull();
      assertThat(row.resolved()).isNull();
      assertThat(row.certificate()).isNull();
      assertThat(row.change().properties().at("/pkcs12Value/secretRef").textValue())
          .isEqualTo("keyvault:away/name");

      String both =
          UPLOAD.replace("VALUE", away).replace("'PASSWORD'", "{'secretRef':'REFERENCE'}");
      assertThat(row(both.replace("REFERENCE", "env:SET")).problem()).isNull();
      assertThat(message(row(both.replace("REFERENCE", "env:UNSET"))))
          .startsWith("properties.password: env:UNSET is not set");
      assertThat(message(row(both.replace("REFERENCE", "env:OTHER"))))
          .startsWith("properties.password: env:OTHER is not allowed");
    }

    @Test
    void ofEarlierChangesWorkFromFilesAlwaysAndFromQueuesWhereAllowed() {
      String body = UPDATE.replace("REFERENCE", "change:known");
      String secret = "known contoso/app p-1 authenticationConfiguration.password";

      assertThat(password(row(body))).isEqualTo(secret);
      assertThat(password(row(body).compared())).isEqualTo(secret);
      assertThat(password(row(body).resolved())).isEqualTo(secret);
      assertThat(message(message(body, "ID:1", Map.of()))).contains("change:known is not allowed");

      allow = List.of("change:**");
      assertThat(password(message(body, "ID:1", Map.of()))).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource({
      "NO_CHANGE,is the id of no change that is known here",
      "GONE,is gone: it was settled longer than ledger.keep ago",
      "OTHER_TENANT,is a change of another tenant",
      "OTHER_OPERATION,is a change of another operation",
      "OTHER_TARGET,is a change of another target",
      "OTHER_HOST,is a change whose targetUrl has another host or port",
      "NO_FIELD,has no such field",
      "SEVERAL,stands for several changes that hold different values"
    })
    void ofEarlierChangesThatMayNotBeHadAreToldWithTheTrueReason(Found reason, String told) {
      ReceivedRow row = row(UPDATE.replace("REFERENCE", "change:" + reason));

      assertThat(row.problem().code()).isEqualTo("secretUnavailable");
      assertThat(row.account()).isEqualTo("contoso/app");
      assertThat(message(row))
          .startsWith(
              "properties.authenticationConfiguration.password: change:" + reason + " " + told)
          .endsWith("give the value itself");
    }

    @Test
    void ofEarlierChangesThatAreReferencesThemselvesNeedToBeAllowed() {
      String body = UPDATE.replace("REFERENCE", "change:variable");
      assertThat(message(row(body))).contains("env:SET is not allowed");

      allow = List.of("env:S*");
      ReceivedRow row = row(body);
      assertThat(row.problem()).isNull();
      assertThat(reference(row.change())).isEqualTo("env:SET");
      assertThat(row.compared()).isEqualTo(row.change());
      assertThat(password(row.resolved())).isEqualTo("from-env");
      assertThat(new String(row.original(), UTF_8)).contains("change:variable");
    }

    @ParameterizedTest
    @EnumSource(
        value = FileFormat.class,
        names = {"JSON_LINES", "CSV"})
    void ofATargetUrlComeFirst(FileFormat format) {
      ReceivedRow row = row(format, withUrl(format, "change:url", "change:host"));

      assertThat(row.change().properties().get("targetUrl").textValue())
          .isEqualTo("https://api.example/f?code=key");
      assertThat(password(row)).isEqualTo("https://api.example/f?code=key");
      assertThat(new String(row.original(), UTF_8)).contains("change:url").doesNotContain("code=");
    }

    @ParameterizedTest
    @CsvSource({
      "change:http,properties.targetUrl is not as expected",
      "change:known,properties.targetUrl is not as expected",
      "change:variable,properties.targetUrl: env:SET cannot stand for a targetUrl",
      "env:SET,properties.targetUrl.secretRef is not as expected: give change:CHANGE_ID"
    })
    void ofATargetUrlAreHeldToItsRules(String reference, String told) {
      allow = List.of("env:**");
      ReceivedRow row = row(withUrl(FileFormat.JSON_LINES, reference, "env:SET"));

      assertThat(message(row)).startsWith(told).doesNotContain("code=");
    }

    private static String withUrl(FileFormat format, String url, String password) {
      return format == FileFormat.CSV
          ? "operation,target.id,properties.targetUrl,properties.targetUrl.secretRef,"
              + "properties.authenticationConfiguration.@odata.type,"
              + "properties.authenticationConfiguration.username,"
              + "properties.authenticationConfiguration.password.secretRef\n"
              + "apiConnector.update,1,,"
              + url
              + ",#microsoft.graph.basicAuthentication,u,"
              + password
              + "\n"
          : UPDATE
              .replace("'properties':{", "'properties':{'targetUrl':{'secretRef':'" + url + "'},")
              .replace("REFERENCE", password);
    }

    @Test
    void areCheckedLikeValues() {
      allow = List.of("env:*");
      assertThat(message(row(UPDATE.replace("REFERENCE", "env:MASKED"))))
          .startsWith("properties.authenticationConfiguration.password is masked");
      assertThat(message(row(UPDATE.replace("REFERENCE", "env:EMPTY"))))
          .startsWith("properties.authenticationConfiguration.password is empty");
    }

    @Test
    void ofCertificatesAreReadAsBytes() throws Exception {
      allow = List.of("file:**");
      Files.write(home.resolve("c.pfx"), new byte[] {(byte) 0xff, 0, 10});

      ReceivedRow row = row(UPLOAD.replace("VALUE", "{'secretRef':'file:c.pfx'}"));

      assertThat(row.resolved().properties().get("pkcs12Value").textValue()).isEqualTo("/wAK");
      assertThat(row.change().properties().at("/pkcs12Value/secretRef").textValue())
          .isEqualTo("file:c.pfx");
    }

    @Test
    void thatCannotBeHadNameTheReference() {
      allow = List.of("keyvault:**");
      assertThat(message(row(UPDATE.replace("REFERENCE", "keyvault:vault/name"))))
          .endsWith("password: keyvault:vault/name is refused");
      assertThat(message(row(UPDATE.replace("REFERENCE", "file:../hunter2"))))
          .contains("is no file: reference")
          .doesNotContain("hunter2");
    }

    private static String password(ReceivedRow row) {
      assertThat(row.problem()).isNull();
      return password(row.change());
    }

    private static String password(ConnectorChange change) {
      return change.properties().at("/authenticationConfiguration/password").textValue();
    }

    private static String reference(ConnectorChange change) {
      return change.properties().at("/authenticationConfiguration/password/secretRef").textValue();
    }
  }

  @Nested
  class CertificateChecks {
    @Test
    void aGoodCertificatePasses() {
      check = Check.REJECT;

      assertThat(upload(tripleDes).problem()).isNull();
    }

    @Test
    void anyTextPassesWhereTheCheckIsOff() {
      assertThat(upload("eyJ...plA").problem()).isNull();
    }

    @Test
    void whatDoesNotOpenIsRejected() {
      check = Check.REJECT;
      ReceivedRow row = upload("eyJ...plA");

      assertThat(row.problem().code()).isEqualTo("certificate");
      assertThat(row.problem().field()).isEqualTo("properties.pkcs12Value");
      assertThat(message(row)).startsWith("properties.pkcs12Value is not base64");
      assertThat(message(row)).doesNotContain("eyJ", PASSWORD);
    }

    @Test
    void whereItOnlyWarnsTheChangeGoesOn() {
      check = Check.WARN;

      assertThat(upload("eyJ...plA").problem()).isNull();
    }

    @Test
    void anExpiredCertificateIsRejected() {
      check = Check.REJECT;
      String pfx = tripleDes;
      now = now.plus(Duration.ofDays(365));

      assertThat(message(upload(pfx)))
          .startsWith("properties.pkcs12Value holds a certificate that ended at ");
    }

    @Test
    void aCertificateThatEndsSoonIsWarnedOf() {
      check = Check.REJECT;
      String pfx = tripleDes;
      ConnectorChange change = upload(pfx).change();

      assertThat(warnings(change)).isEmpty();
      now = now.plus(Duration.ofDays(340));
      assertThat(warnings(change)).singleElement().asString().contains("ends at ", "renew it soon");
      assertThat(upload(pfx).problem()).isNull();
    }

    @Test
    void aCertificateThatIsNotValidYetMayOnlyBeAdded() {
      check = Check.REJECT;
      String pfx = Certificates.base64(home, new Kind(true, "+10d", 365), PASSWORD);

      assertThat(upload(pfx).problem()).isNull();
      assertThat(
              message(
                  row(
                      "{'operation':'apiConnector.update','target':{'id':'1'},'properties':"
                          + "{'authenticationConfiguration':{'@odata.type':"
                          + "'#microsoft.graph.pkcs12Certificate','pkcs12Value':'"
                          + pfx
                          + "','password':'"
                          + PASSWORD
                          + "'}}}")))
          .startsWith(
              "properties.authenticationConfiguration.pkcs12Value holds a certificate that is not"
                  + " valid before ");
    }

    @Test
    void anAesFileIsRejectedOrRepacked() throws Exception {
      check = Check.REJECT;
      String pfx = aes;
      assertThat(message(upload(pfx))).contains("protected with AES", "certificates.repack=true");

      repack = true;
      ReceivedRow row = upload(pfx);
      String repacked = row.change().properties().get("pkcs12Value").textValue();
      assertThat(repacked).isNotEqualTo(pfx);
      assertThat(Pkcs12.open(repacked, PASSWORD).thumbprint())
          .isEqualTo(Pkcs12.open(pfx, PASSWORD).thumbprint())
          .isEqualTo(row.certificate().thumbprint());
      assertThat(row.original()).isNotNull();
      assertThat(row.compared().properties().get("pkcs12Value").textValue()).isEqualTo(pfx);
    }

    @Test
    void aFileByReferenceIsCheckedAndNotWrittenAnewUntilItIsSent() throws Exception {
      allow = List.of("file:**");
      Files.write(home.resolve("c.pfx"), Base64.getMimeDecoder().decode(aes));
      String change = UPLOAD.replace("VALUE", "{'secretRef':'file:c.pfx'}");
      check = Check.REJECT;
      assertThat(message(row(change.replace("PASSWORD", PASSWORD))))
          .startsWith("properties.pkcs12Value is protected with AES");

      repack = true;
      ReceivedRow row = row(change.replace("PASSWORD", PASSWORD));
      assertThat(row.problem()).isNull();
      assertThat(row.change()).isEqualTo(row.compared());
      assertThat(row.certificate().thumbprint()).isEqualTo(Pkcs12.open(aes, PASSWORD).thumbprint());
    }

    /** A secret key made by keytool, and a file that asks for 5,000,000 rounds. */
    @ParameterizedTest
    @CsvSource({
      "secret-key.pfx.b64, holds no private key: export",
      "many-rounds.pfx.b64, 'asks for more key derivation rounds than 1,000,000: export'"
    })
    void hostileFilesAreRejectedOrSentAsGiven(String name, String fault) throws IOException {
      String pfx;
      try (var in = getClass().getResourceAsStream("/certificates/" + name)) {
        pfx = new String(in.readAllBytes(), UTF_8).replaceAll("\\s", "");
      }
      check = Check.REJECT;
      assertThat(message(upload(pfx, "changeit"))).startsWith("properties.pkcs12Value " + fault);

      check = Check.OFF;
      ReceivedRow row = upload(pfx, "changeit");
      assertThat(row.change().properties().get("pkcs12Value").textValue()).isEqualTo(pfx);
      assertThat(row.certificate()).isNull();
    }

    @Test
    void thumbprintAndEndAreKeptWhateverTheCheckIs() {
      for (Check each : Check.values()) {
        check = each;
        assertThat(upload(tripleDes).certificate().thumbprint()).matches("[0-9A-F]{40}");
        assertThat(upload(tripleDes).certificate().end()).isAfter(now);
      }
      check = Check.OFF;
      assertThat(upload("eyJ...plA").certificate()).isNull();
    }

    @Test
    void aWeakKeyIsRejectedOrWarnedOf() {
      check = Check.REJECT;
      String pfx = new PfxFile(PASSWORD).base64(Identity.rsa(1024));

      assertThat(message(upload(pfx)))
          .startsWith("properties.pkcs12Value holds an RSA key of 1024 bits: give a certificate");
      check = Check.WARN;
      assertThat(warnings(upload(pfx).change()))
          .anyMatch(warning -> warning.contains("an RSA key of 1024 bits"));
    }

    @Test
    void whereTheCheckIsOffItIsSentAsGiven() {
      check = Check.OFF;
      repack = true;
      for (String pfx : List.of(aes, new PfxFile(PASSWORD).base64(Identity.rsa(1024)))) {
        assertThat(upload(pfx).change().properties().get("pkcs12Value").textValue()).isEqualTo(pfx);
      }
    }

    private ReceivedRow upload(String pkcs12Value) {
      return upload(pkcs12Value, PASSWORD);
    }

    private ReceivedRow upload(String pkcs12Value, String password) {
      return row(UPLOAD.replace("VALUE", "'" + pkcs12Value + "'").replace("PASSWORD", password));
    }

    private List<String> warnings(ConnectorChange change) {
      return new CertificateCheck(
              new CertificateSettings(check, repack, Duration.ofDays(30)),
              Clock.fixed(now, ZoneOffset.UTC))
          .check(change, null)
          .warnings();
    }
  }
}
