package io.connectorroutes.camel.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.sandbox.SandboxSeed;
import io.connectorroutes.secret.VaultUnreachableException;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code to: connector-change:call} in an application of somebody else, against the sandbox. */
class CallTest {
  private static final String CALL = "connector-change:call";
  private static final String POSTS = "/v1.0/identity/apiConnectors";
  private static final String ITEMS = POSTS + "/*";
  private static final String PASSWORD = Requests.password("c-1");

  @TempDir Path home;

  private final Sandbox sandbox =
      Sandbox.start(
          SandboxOptions.builder()
              .pageSize(1)
              .seed(
                  SandboxSeed.standard()
                      .withApiConnectors(Map.of("id-1", "One", "id-2", "Twin", "id-3", "Twin")))
              .build());

  private HostApplication host;

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
    sandbox.close();
  }

  private HostApplication host(String... settings) throws Exception {
    host = HostApplication.with(home, sandbox).keys(settings).start();
    return host;
  }

  private Throwable failure(ObjectNode change) {
    return catchThrowable(() -> host.send(CALL, change.toString()));
  }

  private GraphCallException graphFailure(ObjectNode change) {
    Throwable failure = failure(change);
    assertThat(failure).isInstanceOf(GraphCallException.class);
    return (GraphCallException) failure;
  }

  private InvalidChangeException invalid(ObjectNode change) {
    Throwable failure = failure(change);
    assertThat(failure).isInstanceOf(InvalidChangeException.class);
    assertThat(sandbox.journal()).as("nothing was sent").isEmpty();
    return (InvalidChangeException) failure;
  }

  private void fault(Fault fault) {
    sandbox.addFaults(List.of(fault));
  }

  private List<JournalEntry> writes() {
    return sandbox.journal().stream().filter(entry -> !entry.method().equals("GET")).toList();
  }

  private static ObjectNode create() {
    return Requests.create("c-1", "New");
  }

  private static ObjectNode update() {
    return Requests.update("c-1", "id-1", "https://api.example/other");
  }

  private static ObjectNode named(String operation, String name) {
    ObjectNode change = Json.object("{}").put("operation", operation);
    change.putObject("target").put("displayName", name);
    return change;
  }

  private static ObjectNode updateOf(String name) {
    ObjectNode change = named("apiConnector.update", name);
    change.putObject("properties").put("targetUrl", "https://api.example/other");
    return change;
  }

  @Test
  void whatWasCreatedIsTold() throws Exception {
    Object body = host().send(CALL, create().toString());

    assertThat(writes()).hasSize(1);
    assertThat(writes().get(0).path()).isEqualTo(POSTS);
    assertThat((Map<?, ?>) body)
        .extracting("outcome", "httpStatus")
        .containsExactly("applied", 201);
    assertThat(sandbox.lastSecret("default", ((Map<?, ?>) body).get("resourceId").toString()))
        .isPresent();
  }

  @Test
  void aBodyMayBeAnythingThatHoldsAChange() throws Exception {
    ObjectNode event = Json.object("{'specversion':'1.0','id':'e-1'}");
    event.set("data", update());
    Object map = new ObjectMapper().convertValue(update(), Map.class);

    host();
    for (Object body : List.of(update(), map, event, update().toString().getBytes(UTF_8))) {
      assertThat((Map<?, ?>) host.send(CALL, body)).extracting("outcome").isEqualTo("applied");
    }
    assertThat(writes()).hasSize(4);
    assertThat(catchThrowable(() -> host.send(CALL, List.of())))
        .isInstanceOf(InvalidChangeException.class);
  }

  @Test
  void aNameIsLookedForOnEachPageAndMatchedExactly() throws Exception {
    Object body = host().send(CALL, updateOf("One").toString());

    assertThat((Map<?, ?>) body).extracting("resourceId").isEqualTo("id-1");
    assertThat(sandbox.journal()).as("three pages and a PATCH").hasSize(4);
    assertThat(graphFailure(updateOf("one")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the tenant has no API connector named \"one\"")
        .extracting(GraphCallException::getErrorCode, GraphCallException::getStatus)
        .containsExactly("nameNotFound", null);
    assertThat(writes()).hasSize(1);
  }

  @Test
  void twoOfOneNameAreNamedByTheirIds() throws Exception {
    host();

    assertThat(graphFailure(updateOf("Twin")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("id-2, id-3")
        .extracting(GraphCallException::getErrorCode)
        .isEqualTo("ambiguousName");
    assertThat(writes()).isEmpty();
  }

  @Test
  void whatIsGoneAlreadyNeedsNoDeletion() throws Exception {
    host();

    assertThat(host.send(CALL, named("apiConnector.delete", "Nobody").toString()))
        .isEqualTo(Map.of("outcome", "no-op"));
    assertThat(writes()).isEmpty();
    assertThat((Map<?, ?>) host.send(CALL, Requests.delete("c-1", "nobody").toString()))
        .extracting("outcome", "httpStatus")
        .containsExactly("no-op", 404);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,  400, Request_BadRequest,             RefusedException",
    "POST,  403, Authorization_RequestDenied,    RefusedException",
    "PATCH, 404, Request_ResourceNotFound,       RefusedException",
    "POST,  409, Conflict,                       ConflictException",
    "PATCH, 400, Directory_ConcurrencyViolation, ConflictException",
    "POST,  409, Directory_ConcurrencyViolation, ConflictException",
    "POST,  429, TooManyRequests,                ThrottledException",
    "PATCH, 500, generalException,               GraphUnavailableException",
    "POST,  500, generalException,               OutcomeUnknownException",
    "PATCH, 503, serviceNotAvailable,            GraphUnavailableException",
    "POST,  503, serviceNotAvailable,            OutcomeUnknownException",
    "POST,  424, FailedDependency,               GraphUnavailableException",
    "POST,  401, InvalidAuthenticationToken,     NoTokenException",
  })
  void eachRefusalHasItsException(String method, int status, String code, String exception)
      throws Exception {
    host();
    int times = status == 401 ? 2 : 1;
    fault(
        Fault.on(method, POSTS + "**")
            .times(times)
            .error(code, "because of " + PASSWORD)
            .headers(Map.of("request-id", "r-1"))
            .answer(status));

    GraphCallException failure = graphFailure(method.equals("POST") ? create() : update());

    assertThat(sandbox.faultsFired()).hasSize(times);
    assertThat(writes()).as("nothing is tried again but after a 401").hasSize(times);
    assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(failure.getStatus()).isEqualTo(status);
    assertThat(failure.getErrorCode()).isEqualTo(code);
    assertThat(failure.getRequestId()).isEqualTo("r-1");
    assertThat(failure).hasMessageStartingWith(code + ": ").hasNoCause();
    if (method.equals("POST")) {
      assertThat(failure.getMessage()).doesNotContain(PASSWORD);
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 7000", "2.128, 2128", "400, 60000", ", "})
  void aThrottledCallTellsHowLongToWait(String header, Long millis) throws Exception {
    host("graph.max-wait=1m");
    Map<String, String> headers = header == null ? Map.of() : Map.of("Retry-After", header);
    fault(Fault.on("POST", POSTS).headers(headers).answer(429));

    ThrottledException throttled = (ThrottledException) graphFailure(create());

    assertThat(throttled.getRetryAfter())
        .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT", "APPLY_THEN_CUT"})
  void aLostAnswerIsNotTriedAgain(FaultAction lost) throws Exception {
    host();
    fault(Fault.on("POST", POSTS).does(lost));
    fault(Fault.on("PATCH", ITEMS).does(lost));

    assertThat(graphFailure(create()))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("look before it is sent again")
        .extracting(GraphCallException::getErrorCode, GraphCallException::getStatus)
        .containsExactly("connectionLost", null);
    assertThat(graphFailure(update()))
        .as("it may be sent twice")
        .isInstanceOf(GraphUnavailableException.class);

    assertThat(sandbox.faultsFired()).hasSize(2);
    assertThat(writes()).hasSize(2);
  }

  @Test
  void aListThatCannotBeReadLeavesTheChangeUndone() throws Exception {
    host();
    fault(Fault.on("GET", POSTS).answer(503));
    fault(Fault.on("GET", POSTS).body(Json.object("{'value':1}")).answer(200));
    fault(Fault.on("GET", POSTS).headers(Map.of("Retry-After", "3")).answer(429));
    fault(Fault.on("GET", POSTS).answer(403));
    ObjectNode change = updateOf("One");

    assertThat(graphFailure(change)).isInstanceOf(GraphUnavailableException.class);
    assertThat(graphFailure(change))
        .isInstanceOf(GraphUnavailableException.class)
        .extracting(GraphCallException::getErrorCode)
        .isEqualTo("unreadableAnswer");
    assertThat(graphFailure(change)).isInstanceOf(ThrottledException.class);
    assertThat(graphFailure(change)).isInstanceOf(RefusedException.class);

    assertThat(sandbox.faultsFired()).hasSize(4);
    assertThat(writes()).isEmpty();
  }

  @Test
  void nothingWasDoneWhereGraphIsNotReached() throws Exception {
    host();
    sandbox.close();

    assertThat(graphFailure(create()))
        .isInstanceOf(GraphUnavailableException.class)
        .extracting(GraphCallException::getErrorCode)
        .isEqualTo("notConnected");
  }

  @Test
  void whatIsNotValidIsNotSent() throws Exception {
    host("graph.tenants.fabrikam.tenant-id=f");
    ObjectNode unknown = create().put("extra", PASSWORD);

    assertThat(invalid(unknown)).hasMessageContaining("extra");
    assertThat(invalid(unknown).getMessage()).doesNotContain(PASSWORD);
    assertThat(invalid(create().put("tenant", "contoso")))
        .extracting(InvalidChangeException::getErrorCode, InvalidChangeException::getField)
        .containsExactly("unknownTenant", "tenant");
    assertThat(invalid(create().put("revision", 7))).hasMessageStartingWith("revision is kept to");
    assertThat(invalid(create().put("notBefore", "2030-01-01T00:00:00Z")).getErrorCode())
        .isEqualTo("needsLedger");
    assertThat(invalid(updateWith("change:c-0")))
        .hasMessageContaining("change:c-0 leads into the ledger")
        .extracting(InvalidChangeException::getErrorCode)
        .isEqualTo("secretUnavailable");
    assertThat(invalid(updateWith("env:PATH"))).hasMessageContaining("secrets.allow");
    assertThat(catchThrowable(() -> host.send(CALL, "{")))
        .isInstanceOf(InvalidChangeException.class)
        .extracting(failure -> ((InvalidChangeException) failure).getErrorCode())
        .isEqualTo("unreadable");
  }

  private static ObjectNode updateWith(String reference) {
    ObjectNode change = update();
    ((ObjectNode) change.path("properties"))
        .set(
            "authenticationConfiguration",
            Json.object(
                "{'@odata.type':'#microsoft.graph.basicAuthentication','username':'u',"
                    + "'password':{'secretRef':'"
                    + reference
                    + "'}}"));
    return change;
  }

  @Test
  void whatTheCloudDoesNotOfferIsNotSent() throws Exception {
    host("graph.cloud=us-gov-l4", "graph.endpoint=", "graph.credential=");

    assertThat(invalid(create()))
        .hasMessageContaining("set graph.api-version=beta")
        .extracting(InvalidChangeException::getErrorCode)
        .isEqualTo("notInThisCloud");
  }

  @Test
  void aCertificateIsCheckedAndNotAddedTwiceWhereAListShowsIt() throws Exception {
    host();
    ObjectNode weak = upload("One", Identity.rsa(1024));
    assertThat(invalid(weak))
        .hasMessageContaining("1024 bits")
        .extracting(InvalidChangeException::getErrorCode)
        .isEqualTo("certificate");

    String fit = upload("One", Identity.ec("secp256r1")).toString();
    Map<?, ?> applied = (Map<?, ?>) host.send(CALL, fit);
    assertThat(applied.get("outcome")).isEqualTo("applied");
    assertThat((String) applied.get("message"))
        .matches(
            "the connector's active certificate is [0-9A-F]{40} \\(until 2100-01-01T00:00:00Z\\)");
    assertThat(host.send(CALL, fit)).isEqualTo(Map.of("outcome", "no-op", "resourceId", "id-1"));
    assertThat(writes()).hasSize(1);
  }

  private static ObjectNode upload(String name, Identity identity) throws Exception {
    ObjectNode change = named("apiConnector.uploadClientCertificate", name);
    change
        .putObject("properties")
        .put("pkcs12Value", new PfxFile(PASSWORD).base64(identity))
        .put("password", PASSWORD);
    return change;
  }

  @Test
  void aVaultThatIsAwayIsNoFaultOfTheChange() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      EmbeddedRoutes.bindTo(
          context,
          new ConfigurationReader(
                  null,
                  Map.of(),
                  configuration ->
                      secret -> {
                        throw new VaultUnreachableException("cannot be reached");
                      })
              .of(
                  home,
                  Map.of(
                      "graph.cloud", "custom",
                      "graph.endpoint", sandbox.root().toString(),
                      "graph.credential", "none",
                      "secrets.allow", "keyvault:**"),
                  "the application"),
          Mode.RUN,
          Externals.standard());
      context.start();
      Exchange exchange =
          context
              .createFluentProducerTemplate()
              .to(CALL)
              .withBody(updateWith("keyvault:ours/password").toString())
              .request(Exchange.class);

      assertThat(exchange.getException())
          .isInstanceOf(GraphUnavailableException.class)
          .hasMessageContaining("keyvault:ours/password cannot be reached");
    }
    assertThat(sandbox.journal()).isEmpty();
  }

  @Test
  void nothingIsSentWhereTheExitIsStopped() throws Exception {
    host().context().getRouteController().stopRoute("connector-routes-delivery-graph");

    assertThat(graphFailure(create()))
        .isInstanceOf(GraphUnavailableException.class)
        .extracting(GraphCallException::getErrorCode)
        .isEqualTo("notConnected");
    assertThat(sandbox.journal()).isEmpty();
  }

  @Test
  void anEndpointsTenantIsTheOnlyOne() throws Exception {
    host("graph.tenants.fabrikam.tenant-id=f");

    assertThat(
            catchThrowable(
                () ->
                    host.send(
                        CALL + "?tenant=default", create().put("tenant", "fabrikam").toString())))
        .isInstanceOf(InvalidChangeException.class)
        .hasMessageContaining("another one than default");
    assertThat(sandbox.journal()).isEmpty();
    assertThat(host.send(CALL + "?tenant=fabrikam", create().toString())).isInstanceOf(Map.class);
    assertThat(
            host.send(
                CALL + "?tenant=fabrikam",
                Requests.create("c-2", "Other").put("tenant", "fabrikam").toString()))
        .isInstanceOf(Map.class);
    assertThat(catchThrowable(() -> host.send(CALL + "?tenant=contoso", create().toString())))
        .hasStackTraceContaining("tenant=contoso is not configured");
  }

  @Test
  void aSecretIsReadWhereItIsAllowed() throws Exception {
    Files.writeString(Files.createDirectories(home.resolve("secrets")).resolve("password"), "s-1");
    host("secrets.allow=file:secrets/**");

    Object body = host.send(CALL, updateWith("file:secrets/password").toString());

    assertThat(sandbox.lastSecret("default", "id-1"))
        .hasValueSatisfying(secret -> assertThat(secret.toString()).isNotEmpty());
    assertThat(writes().get(0).body().findValue("password").textValue()).isEqualTo("s-1");
    assertThat(body.toString()).doesNotContain("s-1");
    assertThat(invalidFile("file:secrets/other").getErrorCode()).isEqualTo("secretUnavailable");
  }

  private InvalidChangeException invalidFile(String reference) {
    return (InvalidChangeException) failure(updateWith(reference));
  }
}
