package host;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A stand-in for Graph, and the configuration that leads to it. */
public class SandboxResource implements QuarkusTestResourceLifecycleManager {
  private Sandbox sandbox;

  @Override
  public Map<String, String> start() {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    return Map.of("connector-routes.graph.endpoint", sandbox.root().toString());
  }

  @Override
  public void stop() {
    sandbox.close();
  }
}
