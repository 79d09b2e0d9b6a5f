package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class OnDemandHttpClientTest {
  private final List<HttpRequest> sent = new ArrayList<>();
  private int made;

  private HttpClient make() {
    made++;
    return request -> {
      sent.add(request);
      return Mono.empty();
    };
  }

  @Test
  void itIsMadeOnceWithTheFirstRequest() {
    HttpClient client = new OnDemandHttpClient(this::make);
    HttpRequest first = new HttpRequest(HttpMethod.GET, "https://first.example");
    HttpRequest second = new HttpRequest(HttpMethod.GET, "https://second.example");
    HttpRequest third = new HttpRequest(HttpMethod.GET, "https://third.example");
    assertThat(made).isZero();

    assertThat(client.sendSync(first, Context.NONE)).isNull();
    assertThat(client.send(second).blockOptional()).isEmpty();
    assertThat(client.send(third, Context.NONE).blockOptional()).isEmpty();

    assertThat(made).isOne();
    assertThat(sent).containsExactly(first, second, third);
  }
}
