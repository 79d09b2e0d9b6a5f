package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.change.operation.ObjectKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphAnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | 5000",
        " 315 | 315000",
        "2.128 | 2128",
        "0.2491 | 250",
        "31,120 | 120000",
        "120, 31 | 120000",
        "Fri, 20 Nov 2026 10:00:07 GMT | 7000",
        "999999999 | 999999999000",
        "9999999999 | 9999999999000"
      })
  void retryAfterIsRead(String header, long milliseconds) {
    assertThat(RetryAfter.parse(header, NOW)).hasValue(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "soon", "1e9", "Fri, 20 Nov 2026 09:59:59 GMT", ","})
  void whatSaysNoTimeIsTakenAsAbsent(String header) {
    assertThat(RetryAfter.parse(header, NOW)).isEmpty();
  }

  @Test
  void anAbsentRetryAfterIsEmpty() {
    assertThat(RetryAfter.parse(null, NOW)).isEmpty();
  }

  @Test
  void anErrorIsReadFromGraphsShape() {
    GraphError error =
        error(
            "{'error': {'code': 'Request_BadRequest', 'message': 'No\\n good',"
                + " 'innerError': {'code': 'Odd_Detail', 'request-id': 'r-2'}}}");

    assertThat(error).isEqualTo(new GraphError("Request_BadRequest", "No good", "r-2"));
  }

  @Test
  void theMostSpecificKnownCodeCounts() {
    GraphError error =
        error(
            "{'error': {'code': 'Conflict', 'message': 'm', 'innererror': {'code':"
                + " 'Directory_ConcurrencyViolation', 'innerError': {'code': 'Odd'}}}}");

    assertThat(error.code()).isEqualTo(GraphError.CONCURRENCY_VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>Bad Gateway canary</html>", "[]", "{'error': {'code': ''}}", "null"})
  void otherBodiesGiveTheStatusAndEchoNothing(String body) {
    GraphError error = error(body);

    assertThat(error.code()).isEqualTo("http502");
    assertThat(error.message()).isEqualTo("Graph answered 502 without an error message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':'invalid_grant','error_description':'No\\u009b grant'} | invalid_grant | No"
            + " grant",
        "{'error':'text'} | text | text",
        "{'error':{'code':'','message':'','innerError':{'code':'Deep','message':'why'}}} | Deep |"
            + " why",
        "{'error':{'code':'C','message':'','details':[{'message':'first'}]}} | C | first",
        "{'Message':'The service is down.'} | http502 | The service is down.",
        "{'message':'m','code':'Lower'} | Lower | m",
        "{'Error':{'Code':'Upper','Message':'M'}} | Upper | M",
        "{'type':'about:blank','title':'Bad','detail':'too long'} | http502 | Bad: too long",
        "{'title':'Bad'} | http502 | Bad"
      })
  void theTextThatIsThereIsTold(String body, String code, String message) {
    GraphError error = error(body);

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message()).isEqualTo(message);
  }

  @Test
  void whatToGrantStandsBehindARefusalForMissingRights() {
    GraphResponse forbidden =
        new GraphResponse(
            403,
            Map.of(),
            "{'error':{'code':'Authorization_RequestDenied','message':'No.'}}"
                .replace('\'', '"')
                .getBytes(UTF_8));

    GraphRequest request =
        new GraphRequest("PATCH", "/v1.0/identity/apiConnectors/x", null, "a", "c");
    assertThat(error(forbidden, request).message())
        .isEqualTo(
            "No; grant the app the application permission APIConnectors.ReadWrite.All with admin"
                + " consent in this tenant");
  }

  @Test
  void secretsOfAnyFormOfBodyAreTakenOut() {
    assertThat(
            error(response("{'Message': 'canary-1 is bad'}"), request("{'password': 'canary-1'}"))
                .message())
        .isEqualTo("****** is bad");
  }

  @Test
  void secretsOfTheRequestAreTakenOutOfTheMessage() {
    String body =
        "{'authenticationConfiguration': {'username': 'u', 'password': 'canary-1'},"
            + " 'pkcs12Value': 'TUlJcanary'}";
    GraphError error =
        error(
            response("{'error': {'code': 'X', 'message': 'canary-1 and TUlJcanary are bad'}}"),
            request(body));

    assertThat(error.message()).isEqualTo("****** and ****** are bad");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example/f?code=a%2Fcanary,a/canary,https://api.example/f******",
    "https://api.example/f?v=1&code=canary,canary,https://api.example/f******",
    "https://u:canary@api.example/f,canary,https://******api.example/f"
  })
  void whatInATargetUrlCanBeASecretIsTakenOutOfTheMessage(String url, String key, String shown) {
    GraphError error =
        error(
            response("{'error': {'code': 'X', 'message': '" + url + " or " + key + " v 1'}}"),
            request("{'targetUrl': '" + url + "'}"));

    assertThat(error.message()).isEqualTo(shown + " or ****** v 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cr&t \u00fc/Value",
        "S3CR&T \u00dc/VALUE",
        "s3cr&t \u00fc",
        "s3cr%26t+%C3%BC%2FValue",
        "s3cr%26t+%c3%bc%2fvalue",
        "s3cr%26t%20%C3%BC%2FValue",
        "czNjciZ0IMO8L1ZhbHVl",
        "czNjciZ0IM",
        "\\u0073\\u0033\\u0063\\u0072\\u0026\\u0074\\u0020\\u00FC\\u002F",
      })
  void aSecretIsTakenOutHoweverItIsRepeated(String echo) {
    GraphResponse response =
        new GraphResponse(
            400,
            Map.of("request-id", echo + "\u001b[2J"),
            bytes(
                "{'error': {'code': 'Odd', 'message': 'got <ECHO> for it'}}"
                    .replace("ECHO", echo.replace("\\", "\\\\"))));
    GraphRequest request = request("{'password': 's3cr&t \u00fc/Value'}");

    GraphError error = error(response, request);

    assertThat(error.message()).isEqualTo("got <******> for it");
    assertThat(error.code()).isEqualTo("Odd");
    assertThat(error.requestId()).isEqualTo("****** [2J");
    assertThat(GraphError.requestId(response.to(Secrets.of(request.body()))))
        .isEqualTo("****** [2J");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kan4ry-ok-8812", "kan4ry", "two words", "it was Kan4ry-ok-8812"})
  void aCodeThatMayBeTheSecretIsNotKept(String code) {
    String body = "{'error': {'code': 'CODE', 'message': 'm'}}".replace("CODE", code);

    assertThat(error(response(body), request("{'password': 'Kan4ry-ok-8812'}")).code())
        .isEqualTo("http502");
    assertThat(error(response(body), request("{}")).code()).isEqualTo(code);
  }

  @Test
  void aMessageThatMayHoldAShortSecretIsWithheld() {
    GraphError error =
        error(
            response("{'error': {'code': 'X', 'message': 'the value abc is bad'}}"),
            request("{'password': 'abc'}"));

    assertThat(error.message()).contains("withheld").doesNotContain("abc");
  }

  @Test
  void aLongMessageIsShortened() {
    assertThat(error("{'error': {'code': 'X', 'message': '" + "m".repeat(9_000) + "'}}").message())
        .hasSize(500)
        .endsWith("…");
  }

  @Test
  void theHeaderWinsAsRequestId() {
    GraphResponse response =
        new GraphResponse(400, Map.of("request-id", "r-1"), "{}".getBytes(UTF_8));

    assertThat(error(response, request("{}")).requestId()).isEqualTo("r-1");
  }

  @Test
  void aPageIsRead() throws IOException {
    ListPage page =
        ListPage.parse(
            bytes(
                "{'value': [{'id': 'a', 'displayName': 'A', 'targetUrl': 'https://a.example',"
                    + " 'authenticationConfiguration': {'@odata.type':"
                    + " '#microsoft.graph.clientCertificateAuthentication', 'certificateList':"
                    + " [{'thumbprint': 'ab01'}]}}, {'id': 'g', 'name': 'Berlin'}],"
                    + " '@odata.nextLink': 'https://graph.microsoft.com/v1.0/x?$skiptoken=1'}"));

    assertThat(page.objects().get(0).thumbprints()).containsExactly("AB01");
    assertThat(page.objects().get(0).authentication()).isEqualTo(AuthenticationKind.CERTIFICATE);
    assertThat(page.objects().get(1).name()).isEqualTo("Berlin");
    assertThat(page.nextLink()).endsWith("$skiptoken=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>canary", "{}", "{'value': [{'displayName': 'canary'}]}"})
  void whatIsNoListIsRefusedWithoutShowingIt(String body) {
    assertThatThrownBy(() -> ListPage.parse(bytes(body)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void listsAreOnTheirVersions() {
    GraphLists lists = lists(Cloud.of("global"));

    assertThat(lists.firstPage(ObjectKind.API_CONNECTOR, "a").path())
        .isEqualTo("/v1.0/identity/apiConnectors");
    assertThat(lists.firstPage(ObjectKind.CONNECTOR_GROUP, "a").path())
        .isEqualTo("/beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups");
  }

  @Test
  void aNextLinkOnTheRootIsFollowed() {
    assertThat(
            lists(Cloud.of("global")).pathOf("https://GRAPH.microsoft.com:443/v1.0/x?$skip=%24a"))
        .hasValue("/v1.0/x?$skip=%24a");
    assertThat(
            lists(Cloud.custom(URI.create("http://127.0.0.1:8080/graph/"), null))
                .pathOf("http://127.0.0.1:8080/graph/v1.0/x"))
        .hasValue("/v1.0/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/v1.0/x",
        "http://graph.microsoft.com/v1.0/x",
        "https://graph.microsoft.com:8443/v1.0/x",
        "https://graph.microsoft.com.evil.example/v1.0/x",
        "https://graph.microsoft.com@evil.example/v1.0/x",
        "https://user@graph.microsoft.com/v1.0/x",
        "//evil.example/v1.0/x",
        "/v1.0/x",
        "https://graph.microsoft.com/v1.0/../x",
        "https://graph.microsoft.com/v1.0/%2E%2e/x",
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/a b",
        "mailto:a@graph.microsoft.com",
        ""
      })
  void aNextLinkElsewhereIsNot(String link) {
    assertThat(lists(Cloud.of("global")).pathOf(link)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "global, https://graph.microsoft.com/.default, https://login.microsoftonline.com",
    "us-gov-l4, https://graph.microsoft.us/.default, https://login.microsoftonline.us",
    "us-gov-l5, https://dod-graph.microsoft.us/.default, https://login.microsoftonline.us",
    "china, https://microsoftgraph.chinacloudapi.cn/.default, https://login.chinacloudapi.cn"
  })
  void eachCloudHasItsScopeAndAuthority(String name, String scope, String authority) {
    assertThat(Cloud.of(name).scope()).isEqualTo(scope);
    assertThat(Cloud.of(name).authority()).hasToString(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://graph.example",
        "http://127.0.0.1.example",
        "ftp://x",
        "/x",
        "https://x?q"
      })
  void aRootThatWouldGiveTheTokenAwayIsRefused(String root) {
    assertThatThrownBy(() -> Cloud.custom(URI.create(root), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("graph.endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"})
  void loopbackMayBeHttp(String root) {
    assertThat(Cloud.custom(URI.create(root), null).isLoopback()).isTrue();
  }

  private static GraphLists lists(Cloud cloud) {
    return new GraphLists(new GraphSettings(cloud, "v1.0", "/connectors"));
  }

  private static GraphError error(String body) {
    return error(response(body), request("{}"));
  }

  private static GraphError error(GraphResponse response, GraphRequest request) {
    return GraphError.of(response.to(Secrets.of(request.body())), request);
  }

  private static GraphRequest request(String body) {
    return new GraphRequest("POST", "/v1.0/x", Changes.json(body), "a", "c");
  }

  private static GraphResponse response(String body) {
    return new GraphResponse(502, Map.of(), bytes(body));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
