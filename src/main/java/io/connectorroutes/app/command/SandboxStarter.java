package io.connectorroutes.app.command;

import io.connectorroutes.ledger.RequestBudget;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Starts the Graph sandbox. */
@FunctionalInterface
public interface SandboxStarter {
  /**
   * Starts it.
   *
   * @throws io.connectorroutes.config.UsageException where the port is taken or the fault plan
   *     cannot be used
   */
  RunningSandbox start(SandboxSettings settings);

  /**
   * How it is to behave.
   *
   * @param port on 127.0.0.1; 0 for a free one
   * @param latency of each answer
   * @param budget of each tenant
   * @param faults file with a fault plan, absolute; null for none
   * @param keyStore PKCS #12 file to serve https with, absolute; null for http
   * @param keyStorePassword never null
   * @param brokerPort on 127.0.0.1, of an AMQP broker beside it; 0 for a free one; null for none
   */
  record SandboxSettings(
      int port,
      Duration latency,
      RequestBudget budget,
      Path faults,
      Path keyStore,
      String keyStorePassword,
      Integer brokerPort) {
    @Override
    public String toString() {
      return "SandboxSettings[" + port + "]";
    }
  }

  /** A sandbox that serves until it is closed. */
  interface RunningSandbox extends AutoCloseable {
    /** The URL to be configured as {@code graph.endpoint}. */
    URI root();

    /** The URL to be configured as {@code queue.url}; empty where there is no broker. */
    Optional<URI> broker();

    @Override
    void close();
  }
}
