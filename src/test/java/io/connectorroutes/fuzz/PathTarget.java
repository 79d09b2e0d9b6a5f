package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphRequests;
import io.connectorroutes.graph.GraphSettings;
import java.net.URI;
import java.net.URLDecoder;

/** An id becomes one segment of a path, which decodes to it; else it is refused before any call. */
public final class PathTarget {
  private static final String DELETE = "/v1.0/identity/apiConnectors/";
  private static final String STEP = "/v1.0/identity/b2xUserFlows/";
  private static final String BEHIND = "/apiConnectorConfiguration/postAttributeCollection/$ref";
  private static final Cloud CLOUD = Cloud.of("global");
  private static final GraphRequests REQUESTS =
      new GraphRequests(new GraphSettings(CLOUD, "v1.0", "/connectors"));

  private PathTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String id = new String(input, UTF_8);
    ConnectorChange delete =
        change(Operation.API_CONNECTOR_DELETE, new Target(id, null, null, null, null, null));
    ConnectorChange link =
        change(
            Operation.USER_FLOW_ENABLE_API_CONNECTOR,
            new Target(null, null, null, id, "postAttributeCollection", null));
    boolean impossible = id.isEmpty() || id.equals(".") || id.equals("..");
    assertThat(REQUESTS.unsupported(delete).isPresent()).isEqualTo(impossible);
    assertThat(REQUESTS.unsupported(link).isPresent()).isEqualTo(impossible);
    if (impossible) {
      return;
    }
    assertSegment(id, DELETE, REQUESTS.of(delete, "t/c", id), "");
    GraphRequest linking = REQUESTS.of(link, "t/c", id);
    assertSegment(id, STEP, linking, BEHIND);
    String referred = linking.body().path("@odata.id").textValue();
    assertThat(decoded(referred.substring((CLOUD.root() + DELETE).length()))).isEqualTo(id);
  }

  private static ConnectorChange change(Operation operation, Target target) {
    return new ConnectorChange(
        "c-1", operation, null, target, JsonNodeFactory.instance.objectNode(), null, null);
  }

  private static void assertSegment(String id, String before, GraphRequest request, String behind) {
    String path = request.path();
    assertThat(path).startsWith(before).endsWith(behind);
    String segment = path.substring(before.length(), path.length() - behind.length());
    assertThat(segment).isNotEmpty();
    assertThat(segment.replaceAll("%[0-9A-F]{2}", "")).matches("[A-Za-z0-9._~-]*");
    assertThat(decoded(segment)).isEqualTo(id);
    URI uri = URI.create(CLOUD.root() + path);
    assertThat(uri.getRawPath()).isEqualTo(path);
    assertThat(uri.normalize()).isEqualTo(uri);
    assertThat(uri.getRawQuery()).isNull();
    assertThat(uri.getRawFragment()).isNull();
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
  }
}
