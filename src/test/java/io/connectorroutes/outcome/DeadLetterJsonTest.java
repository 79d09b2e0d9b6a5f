package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.OutcomeRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CHANGE =
      """
      {"changeId":"c-1","operation":"apiConnector.create","properties":{"displayName":"A",\
      "authenticationConfiguration":{"username":"u","password":"canary"}}}\
      """;

  private final DeadLetterJson json = new DeadLetterJson(Samples.masking());

  @Test
  void aChangeWithItsOutcomeAndHistory() throws IOException {
    JsonNode document =
        document(letter("c-1", Samples.full(), null, CHANGE, List.of(lookUp(), lost())));

    assertThat(document)
        .isEqualTo(
            MAPPER.readTree(
                """
                {"change":{"changeId":"c-1","operation":"apiConnector.create",
                   "properties":{"displayName":"A","authenticationConfiguration":{
                     "username":"u","password":{"secretRef":"change:c-1"}}}},
                 "outcome":%s,
                 "attempts":[
                   {"kind":"lookup","method":"GET","path":"/v1.0/identity/apiConnectors",
                    "sentAt":"2026-03-01T10:00:00.000Z","answeredAt":"2026-03-01T10:00:05.120Z",
                    "httpStatus":200,"requestId":"r-1","clientRequestId":"k-1"},
                   {"kind":"change","method":"POST","path":"/v1.0/identity/apiConnectors",
                    "sentAt":"2026-03-01T10:00:00.000Z","errorCode":"timeout",
                    "message":"no answer","clientRequestId":"k-2"}],
                 "reason":"no such connector"}
                """
                    .formatted(OutcomeJson.line(Samples.full()))));
    assertThat(document.properties())
        .extracting(field -> field.getKey())
        .containsExactly("change", "outcome", "attempts", "reason");
  }

  @Test
  void withoutAMessageTheCauseIsTheReason() throws IOException {
    OutcomeRecord outcome = Samples.plain("c-1", Outcome.UNKNOWN, null);

    assertThat(document(letter("c-1", outcome, null, CHANGE, List.of())).path("reason").asText())
        .isEqualTo("the-cause");
  }

  @Test
  void aRejectedMessageShowsWhatItSaidMasked() throws IOException {
    String message =
        "{\"changeId\":\"c-1\",\"operation\":\"apiConnector.craete\",\"passwrod\":\"canary\"}";

    JsonNode document = document(letter("c-1", rejected(), message, null, List.of()));

    assertThat(document.path("change"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"changeId":"c-1","operation":"apiConnector.craete",
                 "passwrod":{"secretRef":"change:c-1"}}
                """));
    assertThat(document.has("size")).isFalse();
  }

  /** So that it is not taken without that where it is sent again. */
  @Test
  void whatWasLeftOutIsNamed() throws IOException {
    String message =
        "{\"changeId\":\"c-1\",\"operation\":\"apiConnector.delete\",\"revision\":\"canary\"}";
    DeadLetter letter =
        new DeadLetter(
            1,
            "c-1",
            "invalid",
            rejected(),
            List.of("revision"),
            Samples.utf8(message),
            null,
            List.of(),
            0,
            null,
            null,
            List.of(),
            null);

    assertThat(document(letter).path("change"))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"changeId":"c-1","operation":"apiConnector.delete",
                 "result":{"leftOut":"revision"}}
                """));
  }

  @Test
  void theChangeOfACloudEventIsItsData() throws IOException {
    String message =
        "{\"specversion\":\"1.0\",\"id\":\"c-1\",\"data\":{\"operation\":\"apiConnector.delete\"}}";

    assertThat(document(letter("c-1", rejected(), message, null, List.of())).path("change"))
        .isEqualTo(MAPPER.readTree("{\"operation\":\"apiConnector.delete\"}"));
  }

  @Test
  void aMessageThatCouldNotBeReadHasOnlyFactsAboutIt() throws IOException {
    DeadLetter letter =
        new DeadLetter(
            1,
            "msg-1",
            "unreadable",
            rejected(),
            List.of(),
            Samples.utf8("{\"password\":\"canary"),
            null,
            List.of(),
            0,
            "ID:broker-77",
            "JMSType, X-Trace",
            List.of(),
            null);

    JsonNode document = document(letter);

    assertThat(document.has("change")).isFalse();
    assertThat(document.path("size").asInt()).isEqualTo(19);
    assertThat(document.path("messageId").asText()).isEqualTo("ID:broker-77");
    assertThat(document.path("headerNames").toString()).isEqualTo("[\"JMSType\",\"X-Trace\"]");
    assertThat(document.path("reason").asText()).isEqualTo("not readable");
  }

  @Test
  void laterChangesOfTheTargetAreNamed() throws IOException {
    DeadLetter letter =
        new DeadLetter(
            1,
            "c-1",
            "x",
            Samples.full(),
            List.of(),
            null,
            Samples.utf8(CHANGE),
            List.of(),
            0,
            null,
            null,
            List.of("c-2", "c-3"),
            null);

    assertThat(document(letter).path("followedBy").toString()).isEqualTo("[\"c-2\",\"c-3\"]");
  }

  @Test
  void fileNames() {
    assertThat(fileName("Order_1.x:2-a~2.1")).isEqualTo("Order_1.x:2-a~2.1.json");
    assertThat(fileName("../a b/ü%")).isEqualTo("..%2Fa%20b%2F%C3%BC%25.json");
    assertThat(fileName("é".repeat(200))).hasSize(245).endsWith(".json");
    assertThat(fileName("é".repeat(200))).isNotEqualTo(fileName("é".repeat(201)));
  }

  private static String fileName(String name) {
    return DeadLetterJson.fileName(letter(name, Samples.full(), null, CHANGE, List.of()));
  }

  private JsonNode document(DeadLetter letter) throws IOException {
    String document = json.document(letter);
    assertThat(document).doesNotContain("canary");
    return MAPPER.readTree(document);
  }

  private static OutcomeRecord rejected() {
    return Samples.plain("c-1", Outcome.REJECTED, "not readable");
  }

  private static DeadLetter letter(
      String name,
      OutcomeRecord outcome,
      String original,
      String change,
      List<AttemptRecord> attempts) {
    return new DeadLetter(
        1,
        name,
        "the-cause",
        outcome,
        List.of(),
        original == null ? null : Samples.utf8(original),
        change == null ? null : Samples.utf8(change),
        attempts,
        0,
        null,
        null,
        List.of(),
        null);
  }

  private static AttemptRecord lookUp() {
    return new AttemptRecord(
        Intent.Kind.LOOKUP,
        "GET",
        "/v1.0/identity/apiConnectors",
        Samples.RECEIVED,
        Samples.SETTLED,
        200,
        null,
        null,
        "r-1",
        "k-1");
  }

  private static AttemptRecord lost() {
    return new AttemptRecord(
        Intent.Kind.CHANGE,
        "POST",
        "/v1.0/identity/apiConnectors",
        Samples.RECEIVED,
        null,
        null,
        "timeout",
        "no answer",
        null,
        "k-2");
  }
}
