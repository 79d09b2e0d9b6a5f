package io.connectorroutes.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that lets HTTPS through, perhaps after a login: to hosts of this machine, whatever they
 * are called.
 */
public final class ConnectProxy implements AutoCloseable {
  private static final int LONGEST_HEAD = 16_384;

  private static final String ASK_FOR_LOGIN =
      String.join(
          "\r\n",
          "HTTP/1.1 407 Login",
          "Proxy-Authenticate: Basic realm=\"p\"",
          "Content-Length: 0",
          "",
          "");

  private final ServerSocket entrance;
  private final String login;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  private ConnectProxy(String login) throws IOException {
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.login = login;
    inBackground(this::accept);
  }

  /** One that everybody may use. */
  public static ConnectProxy open() throws IOException {
    return new ConnectProxy(null);
  }

  /** One that asks for that login. */
  public static ConnectProxy withLogin(String user, String password) throws IOException {
    String both = user + ":" + password;
    return new ConnectProxy(
        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(ISO_8859_1)));
  }

  /**
   * Lets all hosts of a domain through to one port of this machine.
   *
   * @param suffix the domain and the port that is asked for, such as {@code .vault.azure.net:443}
   */
  public ConnectProxy leading(String suffix, int port) {
    ports.put(suffix, port);
    return this;
  }

  /** Its address. */
  public InetSocketAddress address() {
    return new InetSocketAddress(entrance.getInetAddress(), port());
  }

  /** Its port at the loopback address. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Where it has let somebody through to, as HOST:PORT. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        inBackground(() -> serve(client));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      while (true) {
        String head = head(client.getInputStream());
        if (login != null && !head.contains("Proxy-Authorization: " + login)) {
          say(client, ASK_FOR_LOGIN);
          continue;
        }
        String target = head.split(" ", -1)[1];
        targets.add(target);
        String suffix = target.replaceFirst("^[^.]*", "");
        int port = Integer.parseInt(target.replaceFirst(".*:", ""));
        Socket server =
            new Socket(InetAddress.getLoopbackAddress(), ports.getOrDefault(suffix, port));
        say(client, "HTTP/1.1 200 Connected\r\n\r\n");
        inBackground(() -> copy(server, client));
        copy(client, server);
        return;
      }
    } catch (IOException e) {
      close(client);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_HEAD) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request came");
      }
      head.append((char) read);
    }
    return head.toString();
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One end has gone; the other is closed with it.
      return;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It has gone already.
      return;
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }
}
