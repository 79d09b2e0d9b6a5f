package io.connectorroutes.graph;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A client of the JDK that takes so many bytes of an answer's body and no more, however its caller
 * reads them: a longer one fails as if the connection had broken. It logs in at Java's proxy.
 */
final class BoundedAnswers extends HttpClient {
  private final HttpClient client;
  private final long most;

  private BoundedAnswers(HttpClient client, long most) {
    this.client = client;
    this.most = most;
  }

  /** Builds such clients, on a builder that has been prepared. */
  static Builder builder(Builder of, long most) {
    return new BoundedBuilder(of, most);
  }

  /**
   * With the login at the proxy, which the JDK takes out where it talks to any server. With an
   * {@code Authenticator} in its place it would take out the token for the server as well.
   */
  private static HttpRequest loggedIn(HttpRequest request) {
    if (!"https".equalsIgnoreCase(request.uri().getScheme())) {
      return request;
    }
    return ProxyLogin.ofSettings()
        .map(
            login ->
                HttpRequest.newBuilder(request, (name, value) -> true)
                    .setHeader("Proxy-Authorization", login.basic())
                    .build())
        .orElse(request);
  }

  private <T> BodyHandler<T> bounded(BodyHandler<T> handler) {
    return answer -> new Bounded<>(handler.apply(answer), most);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(loggedIn(request), bounded(handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(loggedIn(request), bounded(handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushed) {
    return client.sendAsync(loggedIn(request), bounded(handler), pushed);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  /** A body, as far as it may go. The JDK calls it for one part after the other. */
  private static final class Bounded<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> body;
    private final long most;
    private long taken;
    private Subscription subscription;

    Bounded(BodySubscriber<T> body, long most) {
      this.body = body;
      this.most = most;
    }

    @Override
    public CompletionStage<T> getBody() {
      return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      body.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      boolean isOver = taken > most;
      taken += part.stream().mapToLong(ByteBuffer::remaining).sum();
      if (taken <= most) {
        body.onNext(part);
      } else if (!isOver) {
        subscription.cancel();
        body.onError(new AnswerTooLongException(most));
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (taken <= most) {
        body.onError(failure);
      }
    }

    @Override
    public void onComplete() {
      if (taken <= most) {
        body.onComplete();
      }
    }
  }

  /** All settings are those of the builder that it stands before. */
  private static final class BoundedBuilder implements Builder {
    private final Builder builder;
    private final long most;

    BoundedBuilder(Builder builder, long most) {
      this.builder = builder;
      this.most = most;
    }

    @Override
    public HttpClient build() {
      return new BoundedAnswers(builder.build(), most);
    }

    @Override
    public Builder cookieHandler(CookieHandler handler) {
      builder.cookieHandler(handler);
      return this;
    }

    @Override
    public Builder connectTimeout(Duration duration) {
      builder.connectTimeout(duration);
      return this;
    }

    @Override
    public Builder sslContext(SSLContext context) {
      builder.sslContext(context);
      return this;
    }

    @Override
    public Builder sslParameters(SSLParameters parameters) {
      builder.sslParameters(parameters);
      return this;
    }

    @Override
    public Builder executor(Executor executor) {
      builder.executor(executor);
      return this;
    }

    @Override
    public Builder followRedirects(Redirect policy) {
      builder.followRedirects(policy);
      return this;
    }

    @Override
    public Builder version(Version version) {
      builder.version(version);
      return this;
    }

    @Override
    public Builder priority(int priority) {
      builder.priority(priority);
      return this;
    }

    @Override
    public Builder proxy(ProxySelector selector) {
      builder.proxy(selector);
      return this;
    }

    @Override
    public Builder authenticator(Authenticator authenticator) {
      builder.authenticator(authenticator);
      return this;
    }
  }
}
