package io.connectorroutes.graph;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client for libraries that log and throw what an authority or a vault answers: where that is an
 * error, it comes without the secrets of its request. Thread safe.
 */
final class MaskedAnswers implements HttpClient {
  private static final int FIRST_ERROR = 400;

  /** Of forms: RFC 6749, RFC 7523, and Microsoft's page on the on-behalf-of flow. */
  private static final Set<String> SECRET_FIELDS =
      Set.of("client_secret", "client_assertion", "assertion", "code", "refresh_token", "password");

  /** What a token, or the App Service's own identity endpoint, is asked with. */
  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "x-identity-header", "secret");

  private final HttpClient client;

  MaskedAnswers(HttpClient client) {
    this.client = client;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return client
        .send(request, context)
        .flatMap(
            response ->
                response.getStatusCode() < FIRST_ERROR
                    ? Mono.just(response)
                    : response
                        .getBodyAsByteArray()
                        .defaultIfEmpty(new byte[0])
                        .map(body -> masked(request, response, body)));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    HttpResponse response = client.sendSync(request, context);
    if (response.getStatusCode() < FIRST_ERROR) {
      return response;
    }
    BinaryData body = response.getBodyAsBinaryData();
    return masked(request, response, body == null ? new byte[0] : body.toBytes());
  }

  private static HttpResponse masked(HttpRequest request, HttpResponse response, byte[] body) {
    Secrets secrets = sent(request);
    HttpHeaders headers = new HttpHeaders();
    for (HttpHeader header : response.getHeaders()) {
      headers.set(
          HttpHeaderName.fromString(header.getName()),
          header.getValuesList().stream().map(secrets::maskSent).toList());
    }
    byte[] masked = ErrorBody.masked(body, secrets);
    headers.set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(masked.length));
    return new Masked(response, headers, masked);
  }

  private static Secrets sent(HttpRequest request) {
    Stream<String> headers =
        request.getHeaders().stream()
            .filter(header -> SECRET_HEADERS.contains(lower(header.getName())))
            .map(header -> header.getValue().replaceFirst("^Bearer ", ""));
    return Secrets.of(Stream.concat(headers, form(request)).toArray(String[]::new));
  }

  private static String lower(String name) {
    return HttpHeaderName.fromString(name).getCaseInsensitiveName();
  }

  private static Stream<String> form(HttpRequest request) {
    return Optional.ofNullable(request.getBodyAsBinaryData())
        .filter(BinaryData::isReplayable)
        .stream()
        .flatMap(body -> Stream.of(body.toString().split("&", -1)))
        .map(field -> field.split("=", 2))
        .filter(field -> field.length == 2 && SECRET_FIELDS.contains(field[0]))
        .map(field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8));
  }

  private static final class Masked extends HttpResponse {
    private final HttpResponse response;
    private final HttpHeaders headers;
    private final byte[] body;

    Masked(HttpResponse response, HttpHeaders headers, byte[] body) {
      super(response.getRequest());
      this.response = response;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return response.getStatusCode();
    }

    @Deprecated
    @Override
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.defer(() -> Flux.just(ByteBuffer.wrap(body)));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
