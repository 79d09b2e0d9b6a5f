package io.connectorroutes.camel.management;

import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.Keys;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.secret.PasswordHash;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;

/** Who is answered by the management server: the names it goes by, and the login it demands. */
public final class ManagementAccess {
  /** Null where no login is demanded. */
  private final String user;

  private final PasswordHash password;
  private final HostHeader host;

  private ManagementAccess(String user, PasswordHash password, HostHeader host) {
    this.user = user;
    this.password = password;
    this.host = host;
  }

  /**
   * The one of a configuration, its secrets looked up. A login is demanded where one is given, and
   * has to be given where others than this machine can connect.
   *
   * @throws UsageException where user or hash is missing, or the hash's reference leads to nothing
   *     or to no hash
   */
  public static ManagementAccess of(Configuration configuration) {
    boolean hasUser = configuration.has(Keys.MANAGEMENT_USER);
    boolean hasHash = configuration.has(Keys.MANAGEMENT_PASSWORD_HASH);
    ManagementAddress address = ManagementAddress.of(configuration);
    if (!hasUser || !hasHash) {
      String missing = (hasUser ? Keys.MANAGEMENT_PASSWORD_HASH : Keys.MANAGEMENT_USER).name();
      if (!address.isLoopback()) {
        throw new UsageException(
            missing
                + " is missing: others than this machine can connect to management.host "
                + address.host()
                + ", which takes a login: give management.user and management.password-hash"
                + " (connector-routes hash-password prints one), or management.host=127.0.0.1");
      }
      if (hasUser || hasHash) {
        throw new UsageException(
            missing + " is missing: a login takes management.user and management.password-hash");
      }
    }
    return new ManagementAccess(
        configuration.get(Keys.MANAGEMENT_USER),
        hasHash
            ? PasswordHash.parse(configuration.secret(Keys.MANAGEMENT_PASSWORD_HASH).reveal())
            : null,
        new HostHeader(
            Optional.ofNullable(configuration.get(Keys.MANAGEMENT_PUBLIC_HOST)).orElse(List.of())));
  }

  /**
   * Has a server that has not started look at each request before anything else does.
   *
   * @param context the server's
   */
  public void addTo(CamelContext context, ManagementHttpServer server) {
    // It serves no files, for which Vert.x would make a folder beside the system's temporary files.
    FileSystemOptions files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    context
        .getRegistry()
        .bind("connector-routes-vertx", new VertxOptions().setFileSystemOptions(files));
    AuthenticationConfigEntry entry = new AuthenticationConfigEntry();
    entry.setPath("/*");
    // A provider of Vert.x knows neither addresses nor how often one has failed.
    entry.setAuthenticationProviderFactory(vertx -> null);
    entry.setAuthenticationHandlerFactory(
        new AuthenticationConfig.AuthenticationHandlerFactory() {
          @Override
          public <T extends AuthenticationProvider>
              AuthenticationHandler createAuthenticationHandler(T provider) {
            return new AccessHandler(host, login());
          }
        });
    AuthenticationConfig authentication = server.getConfiguration().getAuthenticationConfig();
    authentication.getEntries().add(entry);
    authentication.setEnabled(true);
  }

  private Login login() {
    return user == null ? null : new Login(user, password, Clock.systemUTC());
  }
}
