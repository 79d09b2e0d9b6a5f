package io.connectorroutes.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.graph.UnreadableAnswerException;
import io.connectorroutes.testing.HostileServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of an answer, and what is not, against a raw server. */
class AnswerBoundsTest {
  private static final int MB = 1024 * 1024;
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** What the operating system's buffers may take in beside what is read. */
  private static final int BUFFERS = 12 * MB;

  private HostileServer server;
  private CloseableHttpClient client;

  @BeforeEach
  void open() throws IOException {
    server = new HostileServer();
    client = client(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private static CloseableHttpClient client(Duration within) {
    AnswerBounds bounds = new AnswerBounds(4 * MB, MB, 64 * 1024, 250, within);
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(bounds.http1())
                            .build())
                    .setMaxConnTotal(1)
                    .build())
            .disableAutomaticRetries();
    bounds.applyTo(builder);
    return builder.build();
  }

  private String read(HttpUriRequestBase request) throws IOException {
    return client.execute(request, response -> EntityUtils.toString(response.getEntity()));
  }

  private HttpGet get() {
    return new HttpGet(server.root() + "/v1.0/identity/apiConnectors");
  }

  private HttpPost post(String path) {
    return new HttpPost(server.root() + "/v1.0" + path);
  }

  private void assertUnreadable(HttpUriRequestBase request, String why) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageContaining(why);
    assertThat(server.served()).isEqualTo(1);
    // The one connection of the pool is free again.
    assertThatThrownBy(() -> read(post("/next"))).isInstanceOf(NullPointerException.class);
  }

  @Test
  void ofABodyNoMoreIsReadThanItsBound() {
    server.toWrite(HostileServer.huge(200, 1_600));
    assertUnreadable(post("/identity/apiConnectors"), "larger than 1 MB");
    assertThat(server.written()).isLessThan(MB + BUFFERS);
  }

  @Test
  void aPageOfAListMayBeLargerAlsoInABatch() throws IOException {
    server.toRead(HostileServer.huge(200, 4)).toWrite(HostileServer.huge(200, 4));
    assertThat(read(get())).hasSize(4 * MB);
    assertThat(read(post("/$batch"))).hasSize(4 * MB);
    server.toRead(HostileServer.huge(200, 5));
    assertThatThrownBy(() -> read(get()))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageContaining("larger than 4 MB");
    assertThat(server.served()).isEqualTo(3);
  }

  /** Camel reads the body, and does not close the answer. */
  @Test
  void theConnectionIsFreeAgainWhenTheAnswerIsRead() throws IOException {
    server.toRead(HostileServer.huge(200, 1)).toRead(HostileServer.huge(200, 1));
    for (int i = 0; i < 2; i++) {
      assertThat(EntityUtils.toByteArray(client.executeOpen(null, get(), null).getEntity()))
          .hasSize(MB);
    }
    assertThat(server.served()).isEqualTo(2);
  }

  @Test
  void aBodyIsBoundedAsItIsWhenDecompressed() throws IOException {
    server.toRead(HostileServer.bomb(200, 200));
    assertUnreadable(get(), "larger than 4 MB");
  }

  @Test
  void aCompressedAnswerLeavesItsConnectionFree() throws IOException {
    for (int i = 0; i < 3; i++) {
      server.toRead(HostileServer.bomb(200, 2));
      assertThat(read(get())).hasSize(2 * MB);
    }
    assertThat(server.served()).isEqualTo(3);
  }

  @Test
  void aRefusalIsBoundedAsWell() {
    server.toWrite(HostileServer.huge(400, 1_600));
    assertUnreadable(post("/identity/apiConnectors"), "larger than 1 MB");
    assertThat(server.written()).isLessThan(MB + BUFFERS);
  }

  @Test
  void aBodyThatIsNotCompressedAsItSaysIsUnreadable() {
    server.toWrite(HostileServer.answer(200, "Content-Encoding: gzip\r\n", "{}"));
    assertUnreadable(post("/identity/apiConnectors"), "cannot be decompressed");
  }

  /** Where HttpClient refuses one, the connection stays taken before 5.6.3 (CVE-2026-64607). */
  @Test
  void aBodyInAnUnknownEncodingIsReadAsItIsAndLeavesItsConnectionFree() throws IOException {
    for (int i = 0; i < 3; i++) {
      server.toWrite(HostileServer.answer(200, "Content-Encoding: evil\r\n", "{}"));
      assertThat(read(post("/identity/apiConnectors"))).isEqualTo("{}");
    }
    assertThat(server.served()).isEqualTo(3);
  }

  @Test
  void ofAHeaderLineNoMoreIsReadThanItsBound() {
    server.toWrite(HostileServer.longHeader(50));
    assertUnreadable(post("/identity/apiConnectors"), "a header line is longer than 64 KB");
    assertThat(server.written()).isLessThan(MB + BUFFERS);
  }

  @Test
  void headersAreCounted() {
    server.toWrite(HostileServer.manyHeaders(300));
    assertUnreadable(post("/identity/apiConnectors"), "more than 250");
  }

  @Test
  void aBodyThatDripsIsGivenUpInTime() throws IOException {
    client.close();
    client = client(Duration.ofMillis(300));
    server.toWrite(server.dripping(200, PAUSE));
    assertUnreadable(post("/identity/apiConnectors"), "did not come whole within");
  }

  @Test
  void aHeadThatDripsIsNoAnswerInTime() throws IOException {
    client.close();
    client = client(Duration.ofMillis(300));
    server.toWrite(server.drippingHead(PAUSE));
    assertThatThrownBy(() -> read(post("/identity/apiConnectors")))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(server.served()).isEqualTo(1);
  }
}
