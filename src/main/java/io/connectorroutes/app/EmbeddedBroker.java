package io.connectorroutes.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * An Artemis broker in this process, for the demo and beside the sandbox: on the loopback address
 * alone, speaking AMQP 1.0 and Artemis' own protocol on one port.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int REDELIVERY_DELAY_MILLIS = 200;
  private static final String ACCEPTOR = "loopback";

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final int port;

  private EmbeddedBroker(Configuration configuration) throws Exception {
    server.setConfiguration(configuration);
    server.start();
    this.port =
        server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR).getActualPort();
  }

  /**
   * Starts a broker.
   *
   * @param data where it keeps its messages; made if missing
   * @param port to listen on; 0 for a free one
   * @throws BindException where somebody else listens there
   */
  public static EmbeddedBroker start(Path data, int port) throws Exception {
    requireFree(port);
    return started(new EmbeddedBroker(configuration(data, port)), port);
  }

  /**
   * Starts a broker that keeps its messages in memory, and writes no file.
   *
   * @param port to listen on; 0 for a free one
   * @throws BindException where somebody else listens there
   */
  public static EmbeddedBroker inMemory(int port) throws Exception {
    requireFree(port);
    return started(new EmbeddedBroker(settings(port).setPersistenceEnabled(false)), port);
  }

  private static EmbeddedBroker started(EmbeddedBroker broker, int port) throws BindException {
    if (broker.port <= 0) {
      // Somebody was faster: Artemis logs it, and runs on for nobody.
      broker.close();
      throw isTaken(port);
    }
    return broker;
  }

  /** Asked first: Artemis logs such a failure with its stack trace, and starts all the same. */
  private static void requireFree(int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
    } catch (BindException e) {
      BindException taken = isTaken(port);
      taken.initCause(e);
      throw taken;
    }
  }

  private static BindException isTaken(int port) {
    return new BindException("no broker can listen on 127.0.0.1:" + port + ": it is taken");
  }

  private static Configuration configuration(Path data, int port) throws Exception {
    return settings(port)
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalFileSize(1 << 20)
        .setJournalDirectory(data.resolve("journal").toString())
        .setBindingsDirectory(data.resolve("bindings").toString())
        .setLargeMessagesDirectory(data.resolve("large-messages").toString())
        .setPagingDirectory(data.resolve("paging").toString());
  }

  private static Configuration settings(int port) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration(ACCEPTOR, "tcp://127.0.0.1:" + port + "?protocols=AMQP,CORE");
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setRedeliveryDelay(REDELIVERY_DELAY_MILLIS)
            .setDeadLetterAddress(SimpleString.of("broker-dead-letters"))
            .setAutoCreateDeadLetterResources(true));
    return configuration;
  }

  /** For {@code queue.url}, by AMQP 1.0. */
  public URI amqpUrl() {
    return URI.create("amqp://127.0.0.1:" + port);
  }

  /** For {@code queue.url}, by Artemis' own protocol. */
  public URI coreUrl() {
    return URI.create("tcp://127.0.0.1:" + port);
  }

  /**
   * How many messages a queue holds, those in delivery included; 0 where there is no such queue.
   */
  public long depth(String queue) {
    var located = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return located == null ? 0 : located.getMessageCount();
  }

  /** Stops the broker; its messages stay on disk. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop in good order", e);
    }
  }
}
