package io.connectorroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Stands between a client and its server, and can cut the connections without a goodbye. */
public final class Relay implements AutoCloseable {
  private final ServerSocket entrance;
  private final URI server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicReference<byte[]> silencing = new AtomicReference<>();
  private final AtomicInteger silenced = new AtomicInteger();

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

  /**
   * The first connection whose client sends these bytes stays open, and nothing that the server
   * says from then on arrives, as where a server has stopped serving it.
   */
  public void silenceOne(byte[] request) {
    silencing.set(request.clone());
  }

  /** How many connections were silenced. */
  public int silenced() {
    return silenced.get();
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
        AtomicBoolean silent = new AtomicBoolean();
        inBackground(
            () ->
                copy(
                    client,
                    onward,
                    said -> {
                      silenceIfAsked(said, silent);
                      return true;
                    }));
        inBackground(() -> copy(onward, client, said -> !silent.get()));
      } catch (IOException e) {
        // Closed, or the server is away: no client is left waiting.
        cut();
      }
    }
  }

  private void copy(Socket from, Socket to, Predicate<byte[]> passes) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (passes.test(Arrays.copyOf(buffer, read))) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One end has gone; the other is closed with it.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void silenceIfAsked(byte[] said, AtomicBoolean silent) {
    byte[] request = silencing.get();
    if (request != null
        && new String(said, StandardCharsets.ISO_8859_1)
            .contains(new String(request, StandardCharsets.ISO_8859_1))
        && silencing.compareAndSet(request, null)) {
      silent.set(true);
      silenced.incrementAndGet();
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
