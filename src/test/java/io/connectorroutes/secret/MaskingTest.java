package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> KNOWN =
      Set.of(
          "changeId",
          "operation",
          "revision",
          "target",
          "target.id",
          "properties",
          "properties.displayName",
          "properties.targetUrl",
          "properties.authenticationConfiguration",
          "properties.authenticationConfiguration.@odata.type",
          "properties.authenticationConfiguration.username",
          "properties.authenticationConfiguration.password",
          "properties.authenticationConfiguration.pkcs12Value");

  private final Masking masking = new Masking(KNOWN::contains);

  @Test
  void secretsBecomeReferencesAndTheRestStays() throws IOException {
    ObjectNode masked =
        mask(
            """
            {"changeId":"c-1","operation":"apiConnector.update","revision":7,"target":{"id":"x"},
             "properties":{"displayName":"A","authenticationConfiguration":{
               "@odata.type":"#microsoft.graph.basicAuthentication",
               "username":"u","password":"canary"}}}
            """);

    assertThat(masked)
        .isEqualTo(
            object(
                """
                {"changeId":"c-1","operation":"apiConnector.update","revision":7,"target":{"id":"x"},
                 "properties":{"displayName":"A","authenticationConfiguration":{
                   "@odata.type":"#microsoft.graph.basicAuthentication",
                   "username":"u","password":{"secretRef":"change:c-1"}}}}
                """));
    assertThat(masked.properties())
        .extracting(field -> field.getKey())
        .containsExactly("changeId", "operation", "revision", "target", "properties");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host.example/f?code=canary",
        "http://user:canary@host.example/f",
        "https:/canary@host",
        "canary?"
      })
  void aUrlWithQueryOrUserBecomesAReference(String url) throws IOException {
    assertThat(mask("{\"properties\":{\"targetUrl\":\"" + url + "\"}}"))
        .isEqualTo(object("{\"properties\":{\"targetUrl\":{\"secretRef\":\"change:c-1\"}}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://host.example/f@b", "http://host.example:8080/"})
  void anyOtherUrlStays(String url) throws IOException {
    String row = "{\"properties\":{\"targetUrl\":\"" + url + "\"}}";
    assertThat(mask(row)).isEqualTo(object(row));
  }

  @Test
  void theRowItselfIsNotAltered() throws IOException {
    ObjectNode row = object("{\"properties\":{\"password\":\"canary\"},\"result\":{\"row\":1}}");
    ObjectNode before = row.deepCopy();

    masking.mask(row, "c-1");

    assertThat(row).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a mistyped secret |"
            + " {\"properties\":{\"authenticationConfiguration\":{\"passwrod\":\"canary\"}}}",
        "a mistyped object | {\"propertes\":{\"displayName\":\"canary\"}}",
        "an object for a known text | {\"properties\":{\"displayName\":{\"a\":\"canary\"}}}",
        "a text for a known object | {\"properties\":{\"authenticationConfiguration\":\"canary\"}}",
        "a list | {\"properties\":{\"displayName\":[\"canary\"]}}",
        "a list of objects | {\"properties\":[{\"displayName\":\"canary\"}]}",
        "a secret anywhere | {\"password\":\"canary\"}",
        "an object as secret | {\"properties\":{\"password\":{\"value\":\"canary\"}}}",
        "a reference of the sender |"
            + " {\"properties\":{\"password\":{\"secretRef\":\"env:canary\"}}}",
        "an unknown number | {\"pin\":\"canary\"}",
        "an earlier result | {\"result\":{\"message\":\"canary\"}}",
        "an earlier flat result | {\"result.message\":\"canary\"}",
      })
  void nothingUnknownOrSecretIsLeft(String what, String row) throws IOException {
    assertThat(mask(row).toString()).as(what).doesNotContain("canary");
  }

  @Test
  void nothingIsReferredToWhereNothingWas() throws IOException {
    assertThat(mask("{\"properties\":{\"password\":null}}"))
        .isEqualTo(object("{\"properties\":{\"password\":null}}"));
  }

  @Test
  void hiddenColumns() {
    String password = "properties.authenticationConfiguration.password";

    assertThat(masking.hides(password)).isTrue();
    assertThat(masking.hides(password + ".secretRef")).isTrue();
    assertThat(masking.hides("properties.unknown")).isTrue();
    assertThat(masking.hides("properties.displayName")).isFalse();
    assertThat(masking.referenceColumn(password)).isEqualTo(password + ".secretRef");
    assertThat(masking.referenceColumn(password + ".secretRef")).isEqualTo(password + ".secretRef");
  }

  @Test
  void resultColumns() {
    assertThat(Masking.isResult("result")).isTrue();
    assertThat(Masking.isResult("result.row")).isTrue();
    assertThat(Masking.isResult("results")).isFalse();
    assertThat(Masking.isResult("properties.result")).isFalse();
  }

  private ObjectNode mask(String row) throws IOException {
    return masking.mask(object(row), "c-1");
  }

  private static ObjectNode object(String json) throws IOException {
    return (ObjectNode) MAPPER.readTree(json);
  }
}
