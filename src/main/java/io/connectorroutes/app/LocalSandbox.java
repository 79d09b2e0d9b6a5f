package io.connectorroutes.app;

import io.connectorroutes.app.command.SandboxStarter;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.sandbox.Budget;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultPlan;
import io.connectorroutes.sandbox.FaultPlanException;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Starts the sandbox in this process. */
final class LocalSandbox implements SandboxStarter {

  @Override
  public RunningSandbox start(SandboxSettings settings) {
    SandboxOptions options =
        SandboxOptions.builder()
            .port(settings.port())
            .latency(settings.latency())
            .budget(budget(settings))
            .faults(settings.faults() == null ? List.of() : faults(settings.faults()))
            .tls(settings.keyStore() == null ? null : tls(settings))
            .build();
    EmbeddedBroker broker = settings.brokerPort() == null ? null : broker(settings.brokerPort());
    boolean done = false;
    try {
      Running running = new Running(Sandbox.start(options), broker);
      done = true;
      return running;
    } catch (UncheckedIOException e) {
      throw new UsageException(
          "cannot listen on port " + settings.port() + " of 127.0.0.1; give another --port", e);
    } finally {
      if (!done && broker != null) {
        broker.close();
      }
    }
  }

  private static EmbeddedBroker broker(int port) {
    try {
      return EmbeddedBroker.inMemory(port);
    } catch (BindException e) {
      throw new UsageException(e.getMessage() + "; give another --broker", e);
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not start", e);
    }
  }

  private static SSLContext tls(SandboxSettings settings) {
    char[] password = settings.keyStorePassword().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance(settings.keyStore().toFile(), password);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, password);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw new UsageException(
          settings.keyStore()
              + " does not open; --key-store needs a PKCS #12 file, and its --key-store-password",
          e);
    }
  }

  private static Budget budget(SandboxSettings settings) {
    return settings.budget().isLimited()
        ? new Budget(settings.budget().requests(), settings.budget().window())
        : null;
  }

  private static List<Fault> faults(Path file) {
    try {
      return FaultPlan.read(file).faults();
    } catch (FaultPlanException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + "; --faults needs a readable file", e);
    }
  }

  /**
   * A sandbox that is closed by its command.
   *
   * @param messages the broker beside it; null for none
   */
  private record Running(Sandbox sandbox, EmbeddedBroker messages) implements RunningSandbox {
    @Override
    public URI root() {
      return sandbox.root();
    }

    @Override
    public Optional<URI> broker() {
      return Optional.ofNullable(messages).map(EmbeddedBroker::amqpUrl);
    }

    @Override
    public void close() {
      sandbox.close();
      if (messages != null) {
        messages.close();
      }
    }
  }
}
