package io.connectorroutes.app;

import java.io.IOException;
import java.net.InetAddress;
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
 * An Artemis broker in this process, for the demo: durable, on the loopback address alone, speaking
 * AMQP 1.0 and Artemis' own protocol on one port.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int REDELIVERY_DELAY_MILLIS = 200;

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final int port;

  private EmbeddedBroker(Configuration configuration, int port) throws Exception {
    this.port = port;
    server.setConfiguration(configuration);
    server.start();
  }

  /**
   * Starts a broker.
   *
   * @param data where it keeps its messages; made if missing
   * @param port to listen on; 0 for a free one
   */
  public static EmbeddedBroker start(Path data, int port) throws Exception {
    int listening = port == 0 ? freePort() : port;
    return new EmbeddedBroker(configuration(data, listening), listening);
  }

  private static Configuration configuration(Path data, int port) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(1 << 20)
            .setJournalDirectory(data.resolve("journal").toString())
            .setBindingsDirectory(data.resolve("bindings").toString())
            .setLargeMessagesDirectory(data.resolve("large-messages").toString())
            .setPagingDirectory(data.resolve("paging").toString())
            .addAcceptorConfiguration(
                "loopback", "tcp://127.0.0.1:" + port + "?protocols=AMQP,CORE");
    configuration.addAddressSetting(
        "#",
        new AddressSettings()
            .setRedeliveryDelay(REDELIVERY_DELAY_MILLIS)
            .setDeadLetterAddress(SimpleString.of("broker-dead-letters"))
            .setAutoCreateDeadLetterResources(true));
    return configuration;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
