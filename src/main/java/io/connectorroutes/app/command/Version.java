package io.connectorroutes.app.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the program's jar names. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("(unpackaged)");
    return new String[] {"connector-routes " + version};
  }
}
