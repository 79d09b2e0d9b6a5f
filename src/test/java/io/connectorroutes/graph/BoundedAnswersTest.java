package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpMethod;
import com.azure.core.util.Context;
import io.connectorroutes.testing.HostileServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BoundedAnswersTest {
  private static final int MEGABYTES = 256;
  private static final long MOST_TAKEN = 64L * 1024 * 1024;

  private HostileServer server;
  private HttpClient client;
  private HttpRequest request;

  @BeforeEach
  void start() throws Exception {
    server = new HostileServer();
    client = BoundedAnswers.builder(HttpClient.newBuilder(), 10).build();
    request = HttpRequest.newBuilder(server.root()).build();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void whatIsWithinTheBoundIsTaken() throws Exception {
    server.toRead(HostileServer.answer(200, "", "1234567890"));
    server.toRead(HostileServer.answer(200, "", ""));

    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("1234567890");
    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEmpty();
  }

  @Test
  void aByteMoreFailsHoweverItIsRead() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.toRead(HostileServer.answer(200, "", "12345678901"));
    }

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofByteArray()))
        .hasRootCauseInstanceOf(AnswerTooLongException.class);
    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString()).join())
        .hasRootCauseInstanceOf(AnswerTooLongException.class);
    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString(), null).join())
        .hasRootCauseInstanceOf(AnswerTooLongException.class);
    try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
      assertThatThrownBy(body::readAllBytes)
          .hasRootCauseInstanceOf(AnswerTooLongException.class)
          .hasRootCauseMessage("the answer has more than 10 bytes");
    }
    assertThat(server.served()).isEqualTo(4);
  }

  /** The client of tokens and vaults, in each way that the libraries have of reading an answer. */
  @Test
  void theServerOfAHugeAnswerIsLeft() throws Exception {
    com.azure.core.http.HttpClient tokens = TokenSource.httpClient();
    Context eagerly = new Context("azure-eagerly-read-response", true);
    for (int i = 0; i < 4; i++) {
      server.toRead(HostileServer.huge(200, MEGABYTES));
    }

    assertThatThrownBy(
        () -> tokens.sendSync(azureRequest(), Context.NONE).getBodyAsBinaryData().toBytes());
    assertThatThrownBy(
        () -> tokens.sendSync(azureRequest(), eagerly).getBodyAsBinaryData().toBytes());
    assertThatThrownBy(
            () ->
                tokens
                    .send(azureRequest())
                    .flatMap(answer -> answer.getBodyAsByteArray())
                    .block(Duration.ofMinutes(1)))
        .hasRootCauseInstanceOf(AnswerTooLongException.class);
    assertThatThrownBy(() -> tokens.send(azureRequest(), eagerly).block(Duration.ofMinutes(1)))
        .hasRootCauseInstanceOf(AnswerTooLongException.class);

    assertThat(server.served()).isEqualTo(4);
    assertThat(server.written()).isLessThan(MOST_TAKEN);
  }

  private com.azure.core.http.HttpRequest azureRequest() throws Exception {
    return new com.azure.core.http.HttpRequest(HttpMethod.GET, server.root().toURL());
  }
}
