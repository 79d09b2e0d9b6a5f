package io.connectorroutes.app.command;

import io.connectorroutes.app.command.SandboxStarter.RunningSandbox;
import io.connectorroutes.app.command.SandboxStarter.SandboxSettings;
import io.connectorroutes.config.ValueTypes;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandbox}: the Graph sandbox alone. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = "Serves the Graph sandbox alone until SIGTERM or SIGINT; prints its root URL.")
final class SandboxCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port on 127.0.0.1; 0, the default, for a free one.")
  private String port;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      defaultValue = "0",
      description = "How long each answer takes, such as 50ms; 0 by default.")
  private String latency;

  @Option(
      names = "--budget",
      paramLabel = "N/TIME",
      defaultValue = "none",
      description = "Requests in a window for each tenant, such as 200/1m; none by default.")
  private String budget;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "JSON file: a plan of faults, as in docs/sandbox.md.")
  private Path faults;

  @Option(
      names = "--key-store",
      paramLabel = "FILE",
      description = "PKCS #12 file to serve https with; http without it.")
  private Path keyStore;

  @Option(
      names = "--key-store-password",
      paramLabel = "TEXT",
      defaultValue = "changeit",
      description = "Password of --key-store; changeit by default.")
  private String keyStorePassword;

  @Option(
      names = "--broker",
      paramLabel = "PORT",
      description =
          "Port on 127.0.0.1 of an AMQP broker beside it, which keeps nothing; 0 for a free one."
              + " Its URL is printed in a second line.")
  private String broker;

  SandboxCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    session.requireNoJson("sandbox");
    try (RunningSandbox sandbox = session.collaborators().sandbox().start(settings())) {
      session.data().println(sandbox.root());
      sandbox.broker().ifPresent(session.data()::println);
      session.data().flush();
      session.collaborators().stop().await();
    }
    return ExitStatus.OK;
  }

  private SandboxSettings settings() {
    return new SandboxSettings(
        ValueTypes.integer(0, 65535).parse("--port", port),
        ValueTypes.duration("0", "1h").parse("--latency", latency),
        ValueTypes.budget().parse("--budget", budget),
        readable("--faults", faults),
        readable("--key-store", keyStore),
        keyStorePassword,
        broker == null ? null : ValueTypes.integer(0, 65535).parse("--broker", broker));
  }

  private static Path readable(String option, Path given) {
    return given == null ? null : ReadableFile.of(given, option + " needs a readable file");
  }
}
