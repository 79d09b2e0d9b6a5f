package io.connectorroutes.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the message and of each operation. Rows are written with ' for ". */
class ChangeReaderTest {
  private static final String BASIC =
      "{'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':'p'}";
  private static final String CREATE =
      "{'operation':'apiConnector.create','properties':{'displayName':'Test API',"
          + "'targetUrl':'https://someapi.example/api','authenticationConfiguration':AUTH}}";

  private static final ChangeReader READER = new ChangeReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'operation':'apiConnector.update','target':{'id':'1'},'properties':{'displayName':'n'}}",
        "{'operation':'apiConnector.update','target':{'displayName':'o'},"
            + "'properties':{'targetUrl':'HTTPS://a.example:8443?x=1'}}",
        "{'operation':'apiConnector.upsert','target':{'displayName':'n'},'properties':"
            + "{'displayName':'n','targetUrl':'https://a.example','authenticationConfiguration':"
            + BASIC
            + "}}",
        "{'operation':'apiConnector.delete','target':{'id':'1'}}",
        "{'operation':'apiConnector.delete','target':{'displayName':'o'},'properties':{}}",
        "{'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},"
            + "'properties':{'pkcs12Value':'MII','password':'p'}}",
        "{'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},"
            + "'properties':{'pkcs12Value':{'secretRef':'file:a.pfx'},"
            + "'password':{'secretRef':'env:P'}}}",
        "{'operation':'userFlow.enableApiConnector','target':{'userFlowId':'B2X_1_s',"
            + "'step':'postFederationSignup'},'properties':{'apiConnector':{'id':'1'}}}",
        "{'operation':'userFlow.enableApiConnector','target':{'userFlowId':'B2C_1_s',"
            + "'step':'preTokenIssuance','userFlowType':'b2c'},"
            + "'properties':{'apiConnector':{'displayName':'n'}}}",
        "{'operation':'userFlow.disableApiConnector','target':{'userFlowId':'B2X_1_s',"
            + "'step':'postAttributeCollection','userFlowType':'b2x'}}",
        "{'operation':'connector.update','target':{'id':'1'},'properties':{'status':'inactive'}}",
        "{'operation':'connector.update','target':{'id':'1'},'properties':"
            + "{'@odata.type':'#microsoft.graph.connector','machineName':'m','externalIp':'1.2.3.4'}}",
        "{'operation':'connector.moveToGroup','target':{'id':'1'},"
            + "'properties':{'connectorGroup':{'name':'g'}}}",
        "{'operation':'connectorGroup.create','properties':{'name':'g'}}",
        "{'operation':'connectorGroup.create','target':{},"
            + "'properties':{'name':'g','region':'japan'}}",
        "{'operation':'connectorGroup.update','target':{'name':'g'},'properties':{'region':'eur'}}",
        "{'operation':'connectorGroup.delete','target':{'id':'1'}}",
      })
  void takesEachOperation(String row) {
    assertThat(read(row).problems()).isEmpty();
  }

  @Test
  void takesTheTypeWithAndWithoutItsHashAndSendsItAsGiven() {
    for (String hash : List.of("", "#")) {
      String type = hash + "microsoft.graph.basicAuthentication";
      ConnectorChange change =
          read(CREATE.replace("AUTH", BASIC.replace("#microsoft.graph.basicAuthentication", type)))
              .change();

      assertThat(
              change
                  .properties()
                  .path("authenticationConfiguration")
                  .path("@odata.type")
                  .textValue())
          .isEqualTo(type);
    }
  }

  @Test
  void fillsInTheEmptyPasswordOfACertificate() {
    String type = "'@odata.type':'microsoft.graph.pkcs12Certificate'";
    ObjectNode row = parse(CREATE.replace("AUTH", "{" + type + ",'pkcs12Value':'MII'}"));
    ObjectNode before = row.deepCopy();

    ConnectorChange change = READER.read(row, "c-1").change();

    assertThat(change.properties().path("authenticationConfiguration"))
        .isEqualTo(parse("{" + type + ",'pkcs12Value':'MII','password':''}"));
    assertThat(row).isEqualTo(before);
    assertThat(
            read("{'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},"
                    + "'properties':{'pkcs12Value':'MII'}}")
                .change()
                .properties())
        .isEqualTo(parse("{'pkcs12Value':'MII','password':''}"));
  }

  @Test
  void readsAllThatAChangeCanHold() {
    ConnectorChange change =
        read("{'changeId':'A.b_c:d-9','operation':'userFlow.disableApiConnector','tenant':'north',"
                + "'target':{'userFlowId':'f','step':'postFederationSignup','userFlowType':'b2x'},"
                + "'revision':9223372036854775807,'notBefore':'2026-01-02t03:04:05.5+01:00',"
                + "'result':{'outcome':['anything']}}")
            .change();

    assertThat(change)
        .isEqualTo(
            new ConnectorChange(
                "A.b_c:d-9",
                Operation.USER_FLOW_DISABLE_API_CONNECTOR,
                "north",
                new Target(null, null, null, "f", "postFederationSignup", "b2x"),
                parse("{}"),
                Long.MAX_VALUE,
                Instant.parse("2026-01-02T02:04:05.5Z")));
    assertThat(ChangeJson.read(ChangeJson.write(change))).isEqualTo(change);
  }

  @Test
  void takesTheOtherIdentityWhereTheRowHasNone() {
    assertThat(read("{'operation':'connectorGroup.delete','target':{'id':'1'}}").change())
        .extracting(ConnectorChange::changeId)
        .isEqualTo("otherwise");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | operation is missing: give one of apiConnector.create
          {'operation':1} | operation must be text
          {'operation':'apiConector.create'} | operation is not known: did you mean apiConnector.create?
          {'operation':'frobnicate'} | operation is not known: give one of
          {'operation':'connectorGroup.delete'} | target is missing: give either the id or the name of a connector group
          {'operation':'connectorGroup.delete','target':{'id':'1','name':'n'}} | target holds too much: give either the id or the name
          {'operation':'connectorGroup.delete','target':{}} | target holds too little: give either the id or the name
          {'operation':'connectorGroup.delete','target':{'displayName':'n'}} | target.displayName is not a field of connectorGroup.delete; known there: id, name
          {'operation':'connectorGroup.delete','target':{'id':'1'},'properties':{'name':'n'}} | properties.name is not a field of connectorGroup.delete; leave it out
          {'operation':'connectorGroup.delete','target':{'id':''}} | target.id is empty: give the id
          {'operation':'connectorGroup.delete','target':{'id':'.'}} | target.id is not as expected
          {'operation':'connectorGroup.delete','target':{'id':'..'}} | target.id is not as expected
          {'operation':'connectorGroup.delete','target':{'id':1}} | target.id must be text: give the id
          {'operation':'connectorGroup.delete','target':null} | target must be an object
          {'operation':'connectorGroup.delete','target':{'name':''}} | target.name is empty: give the name of the connector group
          {'operation':'connectorGroup.create','target':{'id':'1'},'properties':{'name':'n'}} | target.id is not a field of connectorGroup.create; leave it out
          {'operation':'connectorGroup.create','properties':{'region':'eur'}} | properties.name is missing: give the name of the connector group
          {'operation':'connectorGroup.update','target':{'id':'1'},'properties':{}} | properties holds too little: give at least one of name and region
          {'operation':'connectorGroup.update','target':{'id':'1'}} | properties is missing: give at least one of name and region
          {'operation':'connector.update','target':{'id':'1'},'properties':{'@odata.type':'#microsoft.graph.connector'}} | properties holds too little: give at least one of machineName, externalIp and status
          {'operation':'connector.update','target':{'id':'1'},'properties':{'status':'on'}} | properties.status is not as expected: give active or inactive
          {'operation':'connector.update','target':{'displayName':'x'},'properties':{'status':'active'}} | target.displayName is not a field of connector.update; known there: id
          {'operation':'connector.update','target':{'id':'1'},'properties':{'@odata.type':'connector','status':'active'}} | properties.@odata.type is not as expected: give #microsoft.graph.connector
          {'operation':'connector.moveToGroup','target':{'id':'1'},'properties':{'connectorGroup':{'displayName':'g'}}} | properties.connectorGroup.displayName is not a field of connector.moveToGroup; known there: id, name
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f','step':'postLogin'}} | target.step is not as expected: give postFederationSignup, postAttributeCollection or preTokenIssuance
          {'operation':'userFlow.disableApiConnector','target':{'step':'preTokenIssuance'}} | target.userFlowId is missing
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f'}} | target.step is missing: give postFederationSignup
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f','step':'preTokenIssuance','userFlowType':'B2C'}} | target.userFlowType is not as expected: give b2x or b2c
          {'operation':'userFlow.enableApiConnector','target':{'userFlowId':'f','step':'preTokenIssuance'},'properties':{'apiConnector':{'id':'1','displayName':'n'}}} | properties.apiConnector holds too much: give either the id or the displayName
          {'operation':'userFlow.enableApiConnector','target':{'userFlowId':'f','step':'preTokenIssuance'}} | properties is missing: give the apiConnector that the step is to call
          {'operation':'apiConnector.upsert','target':{'id':'1'},'properties':{}} | target.id is not a field of apiConnector.upsert; known there: displayName
          {'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},'properties':{'password':''}} | properties.pkcs12Value is missing: give the PFX file in base64, or a secretRef
          {'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},'properties':{'pkcs12Value':'******'}} | properties.pkcs12Value is masked (******): give the PFX file
          {'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},'properties':{'pkcs12Value':'a','password':'******'}} | properties.password is masked (******): give the password of the PFX file, or a secretRef
          {'changeId':'a b','operation':'connectorGroup.delete','target':{'id':'1'}} | changeId is not as expected: give 1 to 128 characters
          {'changeId':'','operation':'connectorGroup.delete','target':{'id':'1'}} | changeId is empty: give 1 to 128 characters
          {'changeId':7,'operation':'connectorGroup.delete','target':{'id':'1'}} | changeId must be text
          {'tenant':'','operation':'connectorGroup.delete','target':{'id':'1'}} | tenant is empty: give the alias of a configured tenant
          {'tennant':'a','operation':'connectorGroup.delete','target':{'id':'1'}} | tennant is not a field of connectorGroup.delete; did you mean tenant?
          {'revision':-1,'operation':'connectorGroup.delete','target':{'id':'1'}} | revision is out of range: give a whole number from 0 to 9223372036854775807
          {'revision':9223372036854775808,'operation':'connectorGroup.delete','target':{'id':'1'}} | revision is out of range
          {'revision':1e999999999,'operation':'connectorGroup.delete','target':{'id':'1'}} | revision is out of range
          {'revision':1.5,'operation':'connectorGroup.delete','target':{'id':'1'}} | revision must be a whole number
          {'revision':1e-999999999,'operation':'connectorGroup.delete','target':{'id':'1'}} | revision must be a whole number
          {'revision':'1','operation':'connectorGroup.delete','target':{'id':'1'}} | revision must be a whole number
          {'notBefore':'tomorrow','operation':'connectorGroup.delete','target':{'id':'1'}} | notBefore is not as expected: give an RFC 3339 time
          {'notBefore':'2026-01-31T08:00Z','operation':'connectorGroup.delete','target':{'id':'1'}} | notBefore is not as expected
          {'notBefore':'2026-02-30T08:00:00Z','operation':'connectorGroup.delete','target':{'id':'1'}} | notBefore is no day or time that exists
          """)
  void refuses(String row, String message) {
    assertThat(read(row).problems())
        .first()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith(message);
              assertThat(problem.message()).startsWith(problem.field());
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | properties.authenticationConfiguration.@odata.type is missing: give #microsoft.graph.basicAuthentication or
          {'@odata.type':'#microsoft.graph.clientCertificateAuthentication'} | properties.authenticationConfiguration.@odata.type is not as expected: give #microsoft.graph.basicAuthentication or
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u'} | properties.authenticationConfiguration.password is missing: give the password, or a secretRef
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':''} | properties.authenticationConfiguration.password is empty: give the password, or a secretRef
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':'******'} | properties.authenticationConfiguration.password is masked (******): give the password, or a secretRef
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':5} | properties.authenticationConfiguration.password must be text: give the password, or a secretRef
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':{'secretref':'env:A'}} | properties.authenticationConfiguration.password.secretref is not a field of apiConnector.create; did you mean properties.authenticationConfiguration.password.secretRef?
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':{'secretRef':'vault:A'}} | properties.authenticationConfiguration.password.secretRef is not as expected: give env:NAME, file:relative/path
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':{'secretRef':'env:A'},'password':'p'} | properties.authenticationConfiguration.username must be text (a secretRef works in secret fields only): give the user name
          {'@odata.type':'#microsoft.graph.basicAuthentication','username':'u','password':'p','pkcs12Value':'x'} | properties.authenticationConfiguration.pkcs12Value is not a field of apiConnector.create; known there: @odata.type, username, password
          {'@odata.type':'#microsoft.graph.pkcs12Certificate','password':'p'} | properties.authenticationConfiguration.pkcs12Value is missing: give the PFX file in base64, or a secretRef
          """)
  void refusesAuthentication(String authentication, String message) {
    assertThat(read(CREATE.replace("AUTH", authentication)).problems())
        .first()
        .satisfies(problem -> assertThat(problem.message()).startsWith(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "https://",
        "https:///path",
        "https://user:pw@a.example/",
        "https://a.example/with space",
        "https://a.example\\\\@b.example",
        "https://a_b^.example/",
        "a.example",
        "https://a.example/%zz",
      })
  void refusesAnUrl(String url) {
    String row = CREATE.replace("AUTH", BASIC).replace("https://someapi.example/api", url);

    assertThat(read(row).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("properties.targetUrl");
              assertThat(problem.message()).doesNotContain("example", "pw");
            });
  }

  @Test
  void namesEachOfSeveralProblemsAndTheTypoFirst() {
    assertThat(read("{'operation':'apiConnector.create','propertes':{}}").problems())
        .extracting(FieldProblem::message)
        .containsExactly(
            "propertes is not a field of apiConnector.create; did you mean properties?",
            "properties is missing: give displayName, targetUrl and authenticationConfiguration"
                + " of the API connector");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kan4ry-8812", "a\\nb\\u2028c", "passw0rd", "two words", "x.1"})
  void aNameThatMayBeASecretIsToldByItsPlace(String name) {
    String row = "{'operation':'connectorGroup.delete','target':{'id':'1','NAME':1}}";

    FieldProblem problem = read(row.replace("NAME", name)).problems().get(0);

    assertThat(problem.message())
        .startsWith("field 2 of target (its name is not repeated) is not a field of")
        .hasLineCount(1);
    assertThat(problem.field()).isEqualTo("target");
    assertThat(problem.isValueRefused()).isFalse();
  }

  @Test
  void ofSeveralNamesThatMayBeSecretsTheFirstIsTold() {
    assertThat(
            read("{'operation':'connectorGroup.delete','target':{'id':'1'},'p-1':1,'p-2':2}")
                .problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).startsWith("field 3 (its name"));
  }

  @Test
  void aNameThatMayBeASecretIsNotToldWhereItStandsTwiceEither() {
    ReadRow row = RowReader.readMessage("{\"Kan4ry-1\":1,\"Kan4ry-1\":2}".getBytes(UTF_8));

    assertThat(row.problem().message()).isEqualTo("… stands twice: leave one of them out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'operation':'CANARY','target':{'id':'1'}} | operation
          {'operation':['CANARY']} | operation
          {'operation':'connectorGroup.delete','target':{'id':'1'},'changeId':'CANARY!'} | changeId
          {'operation':'connectorGroup.delete','target':{'id':'1'},'revision':'CANARY'} | revision
          {'operation':'connectorGroup.delete','target':{'id':'1'},'revision':-1} | revision
          {'operation':'connectorGroup.delete','target':{'id':'1'},'notBefore':'CANARY'} | notBefore
          {'operation':'connectorGroup.delete','target':{'id':'1'},'notBefore':'2026-02-30T08:00:00Z'} | notBefore
          {'operation':'connectorGroup.delete','target':{'id':['CANARY']}} | target.id
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f','step':'CANARY'}} | target.step
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f','step':'preTokenIssuance','userFlowType':'CANARY'}} | target.userFlowType
          {'operation':'connector.update','target':{'id':'1'},'properties':{'status':'CANARY'}} | properties.status
          {'operation':'connector.update','target':{'id':'1'},'properties':{'@odata.type':'CANARY','status':'active'}} | properties.@odata.type
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'targetUrl':'CANARY'}} | properties.targetUrl
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'targetUrl':'https://a^b'}} | properties.targetUrl
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'authenticationConfiguration':{'@odata.type':'CANARY'}}} | properties.authenticationConfiguration.@odata.type
          {'operation':'CANARY','revision':'CANARY','properties':{'status':'CANARY'},'target':{'step':'CANARY','id':'1'}} | operation,revision,properties.status,target.step
          {'operation':'connectorGroup.delete','revision':-1,'notBefore':'CANARY','tenant':5,'target':{'id':'1'}} | revision,notBefore,tenant
          """)
  void aValueThatBreaksItsRuleIsNamedAndNotRepeated(String row, String fields) {
    ChangeReader.Read read = read(row.replace("CANARY", "Kan4ry-8812"));

    assertThat(read.refused()).containsExactlyInAnyOrder(fields.split(","));
    assertThat(read.problems().toString()).doesNotContain("Kan4ry");
  }

  @Test
  void theRightNameIsToldWhereAValueNearlyIsOne() {
    assertThat(
            read("{'operation':'userFlow.disableApiConnector','target':{'userFlowId':'f',"
                    + "'step':'postFederationSingup'}}")
                .problems()
                .get(0)
                .message())
        .endsWith("; did you mean postFederationSignup?")
        .doesNotContain("Singup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"***", "*******", " ****** ", "•••", "\\t••••••••\\n", "*•*", "\u00a0***"})
  void aMaskedValueIsRefusedWhateverItsLength(String masked) {
    for (String field : List.of("'pkcs12Value':'MASK'", "'pkcs12Value':'MII','password':'MASK'")) {
      String row =
          "{'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},'properties':{"
              + field
              + "}}";
      assertThat(read(row.replace("MASK", masked)).problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains("is masked"));
    }
    String basic = BASIC.replace("'p'", "'" + masked + "'");
    assertThat(read(CREATE.replace("AUTH", basic)).problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "***a", "* * *", "•"})
  void otherStarsAreNoMask(String value) {
    String basic = BASIC.replace("'p'", "'" + value + "'");
    assertThat(read(CREATE.replace("AUTH", basic)).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'operation':'connectorGroup.delete','target':{'id':'TEXT'}} | target.id
          {'operation':'connectorGroup.delete','target':{'name':'TEXT'}} | target.name
          {'operation':'connectorGroup.create','properties':{'name':'TEXT'}} | properties.name
          {'operation':'connectorGroup.create','properties':{'name':'n','region':'TEXT'}} | properties.region
          {'operation':'apiConnector.delete','target':{'displayName':'TEXT'}} | target.displayName
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'displayName':'TEXT'}} | properties.displayName
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'authenticationConfiguration':{'@odata.type':'microsoft.graph.basicAuthentication','username':'TEXT','password':'p'}}} | properties.authenticationConfiguration.username
          {'operation':'apiConnector.update','target':{'id':'1'},'properties':{'authenticationConfiguration':{'@odata.type':'microsoft.graph.basicAuthentication','username':'u','password':'TEXT'}}} | properties.authenticationConfiguration.password
          {'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},'properties':{'pkcs12Value':'MII','password':'TEXT'}} | properties.password
          {'operation':'connector.update','target':{'id':'TEXT'},'properties':{'status':'active'}} | target.id
          {'operation':'connector.update','target':{'id':'1'},'properties':{'machineName':'TEXT'}} | properties.machineName
          {'operation':'connector.update','target':{'id':'1'},'properties':{'externalIp':'TEXT'}} | properties.externalIp
          {'operation':'connector.moveToGroup','target':{'id':'1'},'properties':{'connectorGroup':{'name':'TEXT'}}} | properties.connectorGroup.name
          {'operation':'userFlow.disableApiConnector','target':{'userFlowId':'TEXT','step':'preTokenIssuance'}} | target.userFlowId
          {'operation':'userFlow.enableApiConnector','target':{'userFlowId':'f','step':'preTokenIssuance'},'properties':{'apiConnector':{'displayName':'TEXT'}}} | properties.apiConnector.displayName
          {'tenant':'TEXT','operation':'connectorGroup.delete','target':{'id':'1'}} | tenant
          """)
  void aTextHasAtMost4096CodePoints(String row, String field) {
    assertThat(read(row.replace("TEXT", "\uD83D\uDE00".repeat(4_096))).problems()).isEmpty();

    ChangeReader.Read read = read(row.replace("TEXT", "x".repeat(4_097)));
    assertThat(read.refused()).containsExactly(field);
    assertThat(read.problems().get(0).message())
        .startsWith(field + " is longer than the 4,096 characters that it may have: give ");
  }

  @Test
  void aTargetUrlAndAReferenceAreBoundedAsWell() {
    String update =
        "{'operation':'apiConnector.update','target':{'id':'1'},'properties':{'targetUrl':'URL'}}";
    String url = "https://a.example/";

    assertThat(read(update.replace("URL", url + "x".repeat(4_096 - url.length()))).problems())
        .isEmpty();
    assertThat(read(update.replace("URL", url + "x".repeat(4_097 - url.length()))).refused())
        .containsExactly("properties.targetUrl");
    String basic = BASIC.replace("'p'", "{'secretRef':'env:" + "X".repeat(4_096) + "'}");
    assertThat(read(CREATE.replace("AUTH", basic)).problems()).hasSize(1);
  }

  @Test
  void aCertificateIsCountedInCharactersOfBase64() {
    String upload =
        "{'operation':'apiConnector.uploadClientCertificate','target':{'id':'1'},"
            + "'properties':{'pkcs12Value':'VALUE'}}";
    String longest = "MIIabcd/".repeat(128 * 1024 / 8);

    assertThat(read(upload.replace("VALUE", longest.replace("/", "/ \\r\\n"))).problems())
        .isEmpty();
    ChangeReader.Read read = read(upload.replace("VALUE", longest + "M"));
    assertThat(read.refused()).containsExactly("properties.pkcs12Value");
    assertThat(read.problems().get(0).message())
        .startsWith("properties.pkcs12Value is longer than the 131,072 characters");
  }

  @Test
  void anUpsertHasOneName() {
    String upsert =
        "{'operation':'apiConnector.upsert','target':{'displayName':'One'},'properties':"
            + "{'displayName':'NAME','targetUrl':'https://a.example',"
            + "'authenticationConfiguration':AUTH}}";

    assertThat(read(upsert.replace("AUTH", BASIC).replace("NAME", "One")).problems()).isEmpty();
    assertThat(read(upsert.replace("AUTH", BASIC).replace("NAME", "Two")).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .startsWith("properties.displayName differs from target.displayName: give"));
  }

  @Test
  void knowsTheFieldsOfAllOperations() {
    assertThat(ChangeFields.isKnown("properties.authenticationConfiguration")).isTrue();
    assertThat(ChangeFields.isValue("properties.authenticationConfiguration")).isFalse();
    for (String field :
        List.of(
            "changeId",
            "target.userFlowId",
            "properties.authenticationConfiguration.@odata.type",
            "properties.authenticationConfiguration.password",
            "properties.authenticationConfiguration.password.secretRef",
            "properties.connectorGroup.name",
            "result.message")) {
      assertThat(ChangeFields.isKnown(field)).as(field).isTrue();
      assertThat(ChangeFields.isValue(field)).as(field).isTrue();
    }
    assertThat(ChangeFields.isKnown("properties.secret")).isFalse();
    assertThat(ChangeFields.isKnown("properties.displayName.password")).isFalse();
  }

  private static ChangeReader.Read read(String row) {
    return READER.read(parse(row), "otherwise");
  }

  private static ObjectNode parse(String row) {
    ReadRow read = RowReader.readMessage(row.replace('\'', '"').getBytes(UTF_8));
    assertThat(read.problem()).isNull();
    return read.fields();
  }
}
