package io.connectorroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and its server, and can cut the connections without a goodbye. */
public final class Relay implements AutoCloseable {
  private final ServerSocket entrance;
  private final URI server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();

  private Relay(URI server, ServerSocket entrance) {
    this.server = server;
    this.entrance = entrance;
  }

  /** Starts a relay to that server. */
  public static Relay to(URI server) throws IOException {
    Relay relay = new Relay(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    inBackground(relay::accept);
    return relay;
  }

  /** What a client is given in the place of the server's. */
  public URI url() {
    return URI.create(server.getScheme() + "://127.0.0.1:" + entrance.getLocalPort());
  }

  /** Resets all connections; new ones are let through. */
  public void cut() {
    for (Socket socket : Set.copyOf(open)) {
      if (open.remove(socket)) {
        reset(socket);
        cut.incrementAndGet();
      }
    }
  }

  /** How many connections were made so far. */
  public int connections() {
    return accepted.get();
  }

  /** How many ends of connections were reset. */
  public int ends() {
    return cut.get();
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        accepted.incrementAndGet();
        open.add(client);
        Socket onward = new Socket(server.getHost(), server.getPort());
        open.add(onward);
        inBackground(() -> copy(client, onward));
        inBackground(() -> copy(onward, client));
      } catch (IOException e) {
        // Closed, or the server is away: no client is left waiting.
        cut();
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One end has gone; the other is closed with it.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** An RST instead of a FIN, as from a firewall that has forgotten the connection. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It has gone already.
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
