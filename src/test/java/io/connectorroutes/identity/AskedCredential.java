package io.connectorroutes.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Keeps what it is asked for, and answers as a test says. */
final class AskedCredential implements TokenCredential {
  /** What it was asked, in that order. */
  final List<TokenRequestContext> asked = new CopyOnWriteArrayList<>();

  /** What it answers next; called for each request. */
  volatile Supplier<Mono<AccessToken>> answer;

  /** Answers when the test completes what this gives. */
  CompletableFuture<AccessToken> answersLater() {
    CompletableFuture<AccessToken> future = new CompletableFuture<>();
    answer = () -> Mono.fromFuture(future);
    return future;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext context) {
    asked.add(context);
    return answer.get();
  }
}
