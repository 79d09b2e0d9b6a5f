package io.connectorroutes.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that speaks one version of TLS, reads what it is then told, and hangs up. */
public final class OneTlsVersion implements AutoCloseable {
  /** Of PostgreSQL's question whether the server speaks TLS. */
  private static final int SSL_REQUEST = 80_877_103;

  private final SSLContext keys;
  private final String version;
  private final boolean isPostgres;
  private final ServerSocket server;
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();

  /**
   * Listens on a free port of the loopback address.
   *
   * @param isPostgres whether clients ask for TLS as those of PostgreSQL do
   */
  public OneTlsVersion(SSLContext keys, String version, boolean isPostgres) throws IOException {
    this.keys = keys;
    this.version = version;
    this.isPostgres = isPostgres;
    this.server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    Thread thread = new Thread(this::serve, "one-tls-version");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it listens, as {@code localhost:PORT}. */
  public String address() {
    return "localhost:" + server.getLocalPort();
  }

  /** How many connections came to no agreement. */
  public int refusals() {
    return refusals.get();
  }

  /** How many said something behind TLS. */
  public int told() {
    return told.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket plain = server.accept()) {
        talk(plain);
      } catch (IOException e) {
        // Closed, or the client has gone: the counts tell.
      }
    }
  }

  private void talk(Socket plain) throws IOException {
    if (isPostgres) {
      DataInputStream in = new DataInputStream(plain.getInputStream());
      in.readInt();
      if (in.readInt() != SSL_REQUEST) {
        return;
      }
      plain.getOutputStream().write('S');
    }
    SSLSocket socket =
        (SSLSocket) keys.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    socket.setUseClientMode(false);
    socket.setEnabledProtocols(new String[] {version});
    try {
      socket.startHandshake();
    } catch (IOException e) {
      refusals.incrementAndGet();
      return;
    }
    if (socket.getInputStream().read() >= 0) {
      told.incrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
