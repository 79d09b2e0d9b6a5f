package io.connectorroutes.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that nobody may call: it counts the connections and closes them. */
public final class SilentServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();

  /** Listens on a free port of the loopback address. */
  public SilentServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "silent-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it is. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** How many called. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        socket.accept().close();
        connections.incrementAndGet();
      } catch (IOException e) {
        // Closed, or the caller has gone: the next turn tells.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
