package io.connectorroutes.camel.http;

import io.connectorroutes.graph.UnreadableAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;

/**
 * How much of an answer is read, and for how long: whatever Graph, or something before it, sends,
 * neither memory nor a tenant's one call is taken for ever.
 *
 * @param page most bytes of a body that may hold a page of a list: a GET's or a {@code $batch}'s
 * @param other most bytes of any other body
 * @param headerLine most bytes of a header line
 * @param headers most header lines
 * @param within from the moment when a request begins to leave on its connection until its answer
 *     has been read whole
 */
record AnswerBounds(int page, int other, int headerLine, int headers, Duration within) {
  private static final int KB = 1024;

  /** Those of production. */
  static AnswerBounds within(Duration time) {
    return new AnswerBounds(16 * KB * KB, KB * KB, 64 * KB, 250, time);
  }

  /** For the connections' parser. */
  Http1Config http1() {
    return Http1Config.custom().setMaxLineLength(headerLine).setMaxHeaderCount(headers).build();
  }

  /** Reads each answer whole: as it comes over the wire, then as it is when decompressed. */
  void applyTo(HttpClientBuilder client) {
    client.addExecInterceptorBefore(
        ChainElement.MAIN_TRANSPORT.name(), "connector-routes-answer-in-time", this::inTime);
    client.addExecInterceptorFirst("connector-routes-answer-decompressed", this::decompressed);
  }

  private ClassicHttpResponse inTime(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, within.toMillis(), TimeUnit.MILLISECONDS);
    var unused = late.thenAccept(isLate -> ((Cancellable) scope.originalRequest).cancel());
    ClassicHttpResponse response = null;
    try {
      response = chain.proceed(request, scope);
      whole(response, request, scope);
      // The client gives back a connection with the end of the body that it knows, which is read.
      scope.execRuntime.releaseEndpoint();
      return response;
    } catch (MessageConstraintException e) {
      scope.execRuntime.discardEndpoint();
      throw new UnreadableAnswerException(
          "a header line is longer than "
              + headerLine / KB
              + " KB, or there are more than "
              + headers,
          e);
    } catch (UnreadableAnswerException e) {
      throw e;
    } catch (IOException e) {
      throw late.isDone() ? late(response, e) : e;
    } finally {
      late.cancel(false);
    }
  }

  private IOException late(ClassicHttpResponse response, IOException cause) {
    if (response == null) {
      SocketTimeoutException timeout = new SocketTimeoutException("no answer came in time");
      timeout.initCause(cause);
      return timeout;
    }
    return new UnreadableAnswerException(
        "it did not come whole within " + within.toSeconds() + " s", cause);
  }

  private ClassicHttpResponse decompressed(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    ClassicHttpResponse response = chain.proceed(request, scope);
    try {
      return whole(response, request, scope);
    } catch (UnreadableAnswerException e) {
      throw e;
    } catch (IOException e) {
      // Nobody is given a response to close.
      scope.execRuntime.discardEndpoint();
      throw new UnreadableAnswerException("its body cannot be decompressed", e);
    }
  }

  private ClassicHttpResponse whole(
      ClassicHttpResponse response, ClassicHttpRequest request, ExecChain.Scope scope)
      throws IOException {
    HttpEntity entity = response.getEntity();
    InputStream content = entity == null ? null : entity.getContent();
    if (content == null) {
      return response;
    }
    int most = most(request);
    byte[] body = content.readNBytes(most + 1);
    if (body.length > most) {
      // First, since closing the content would read the rest of it.
      scope.execRuntime.discardEndpoint();
      Closer.closeQuietly(content);
      throw new UnreadableAnswerException(
          "its body is larger than " + most / KB / KB + " MB", null);
    }
    content.close();
    response.setEntity(new ByteArrayEntity(body, null, entity.getContentEncoding()));
    return response;
  }

  private int most(ClassicHttpRequest request) {
    boolean mayHoldPage =
        Method.GET.isSame(request.getMethod()) || request.getPath().endsWith("/$batch");
    return mayHoldPage ? page : other;
  }
}
