package io.connectorroutes.camel.management;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.optional.OptionalDependency;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Serves the health of an application's context at {@code /observe/health}, and its metrics, where
 * {@code management.port} asks for it. Camel's server binds a router, and makes the component
 * {@code platform-http}, in the context that it is given; routes of the application would then be
 * served by it. So that one is a context of its own, which never starts: it has the application's
 * checks and nothing else.
 */
public final class ManagementServer extends ServiceSupport {
  /** What a context does to what is put into it. */
  private static final Set<String> KEPT =
      Set.of("setCamelContext", "build", "init", "start", "stop", "close");

  private final CamelContext context;
  private final ManagementAddress address;
  private final ManagementAccess access;

  /** Null while it does not serve. */
  private SimpleCamelContext own;

  private ManagementServer(
      CamelContext context, ManagementAddress address, ManagementAccess access) {
    this.context = context;
    this.address = address;
    this.access = access;
  }

  /**
   * Has it started when the context has, and stopped with it; nothing where it is off.
   *
   * @throws io.connectorroutes.config.UsageException where the address cannot be listened on, or
   *     its login is missing or malformed
   * @throws io.connectorroutes.optional.MissingDependencyException where Camel's server is not
   *     there
   */
  public static void addTo(CamelContext context, Configuration configuration) throws Exception {
    ManagementAddress address = ManagementAddress.of(configuration);
    if (address.isOn()) {
      OptionalDependency.require(
          Keys.MANAGEMENT_PORT.name(),
          OptionalDependency.CAMEL_PLATFORM_HTTP_MAIN,
          OptionalDependency.CAMEL_HEALTH);
      address.check();
      ManagementAccess access = ManagementAccess.of(configuration);
      context.addService(new ManagementServer(context, address, access), true, false);
    }
  }

  @Override
  protected void doStart() throws Exception {
    own = new SimpleCamelContext();
    own.getCamelContextExtension().setName("connector-routes-management");
    own.disableJMX();
    own.setApplicationContextClassLoader(context.getApplicationContextClassLoader());
    own.getCamelContextExtension()
        .addContextPlugin(HealthCheckRegistry.class, lent(HealthCheckRegistry.get(context)));
    ManagementHttpServer server = new ManagementHttpServer();
    server.setHost(address.bindHost());
    server.setPort(address.port());
    // With any other path the ones below it are served without authentication (CVE-2026-40022).
    server.setPath("/");
    server.setHealthPath("/observe/health");
    server.setHealthCheckEnabled(true);
    server.setMetricsEnabled(true);
    access.addTo(own, server);
    own.addService(server, true, false);
    ServiceHelper.startService(server);
    ManagementMetrics.add(context, own);
  }

  @Override
  protected void doStop() {
    own.stop();
    own = null;
  }

  /** The application's checks, which stay those of its context, and run on. */
  private static HealthCheckRegistry lent(HealthCheckRegistry checks) {
    return (HealthCheckRegistry)
        Proxy.newProxyInstance(
            HealthCheckRegistry.class.getClassLoader(),
            new Class<?>[] {HealthCheckRegistry.class},
            (proxy, method, arguments) ->
                KEPT.contains(method.getName()) ? null : call(checks, method, arguments));
  }

  private static Object call(HealthCheckRegistry checks, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(checks, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
