package io.connectorroutes.app;

import io.connectorroutes.camel.management.ManagementAccess;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;

/** Camel Main's management server, with our own look at each request: Camel's own is by path. */
final class ProgramServers extends DefaultMainHttpServerFactory {
  private final ManagementAccess access;

  ProgramServers(ManagementAccess access) {
    this.access = access;
  }

  @Override
  public Service newHttpManagementServer(
      CamelContext context, HttpManagementServerConfigurationProperties configuration) {
    Service server = super.newHttpManagementServer(context, configuration);
    access.addTo(context, (ManagementHttpServer) server);
    return server;
  }
}
