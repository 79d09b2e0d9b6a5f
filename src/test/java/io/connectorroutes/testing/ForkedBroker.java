package io.connectorroutes.testing;

import io.connectorroutes.app.EmbeddedBroker;
import io.connectorroutes.testing.TestQueue.Protocol;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** An Artemis broker in a JVM of its own, which can be killed. */
public final class ForkedBroker implements AutoCloseable {
  private final Path data;
  private final int port = FreePort.any();
  private ForkedJvm process;

  private ForkedBroker(Path data) {
    this.data = data;
  }

  /** Starts a broker that keeps its messages there. */
  public static ForkedBroker start(Path data) throws IOException {
    ForkedBroker broker = new ForkedBroker(data);
    broker.start();
    return broker;
  }

  /** Starts it again after {@link #kill}, with the messages that it was told to keep. */
  public void start() throws IOException {
    process = ForkedJvm.run(Server.class, data.toString(), String.valueOf(port));
    process.awaitLine(Server.UP);
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.kill();
  }

  /** For {@code queue.url}, by AMQP 1.0. */
  public URI url() {
    return url(Protocol.AMQP);
  }

  /** The same by either protocol. */
  public URI url(Protocol protocol) {
    return URI.create((protocol == Protocol.AMQP ? "amqp" : "tcp") + "://127.0.0.1:" + port);
  }

  /** Sends texts to a queue, a message each. */
  public void send(String queue, String... texts) throws IOException {
    AmqpSender.send(url(), queue, AmqpSender.texts(texts));
  }

  /**
   * How many messages a queue holds, those in delivery included; none where it is not there yet.
   */
  public int depth(String queue) throws Exception {
    return new BrokerManagement(url(Protocol.CORE)).depth(queue);
  }

  @Override
  public void close() {
    kill();
  }

  /** Runs until it is killed, or the process that started it is gone. */
  static final class Server {
    private static final String UP = "up";

    private Server() {}

    public static void main(String... arguments) throws Exception {
      EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      System.out.println(UP);
      int read = System.in.read();
      System.exit(read < 0 ? 0 : 1);
    }
  }
}
