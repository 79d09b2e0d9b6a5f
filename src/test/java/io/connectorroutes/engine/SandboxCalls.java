package io.connectorroutes.engine;

import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Calls to the sandbox, each account a tenant of its own. */
final class SandboxCalls implements AutoCloseable {
  private final URI root;
  private final CloseableHttpClient http =
      HttpClients.custom().disableAutomaticRetries().disableCookieManagement().build();

  SandboxCalls(URI root) {
    this.root = root;
  }

  GraphResponse send(GraphRequest request) throws IOException {
    ClassicRequestBuilder builder =
        ClassicRequestBuilder.create(request.method())
            .setUri(root + request.path())
            .addHeader("X-Sandbox-Tenant", request.account())
            .addHeader("client-request-id", request.clientRequestId());
    if (request.body() != null) {
      builder.setEntity(request.body().toString(), ContentType.APPLICATION_JSON);
    }
    return http.execute(builder.build(), SandboxCalls::read);
  }

  private static GraphResponse read(ClassicHttpResponse response) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    byte[] body =
        response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
    return new GraphResponse(response.getCode(), headers, body);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
