package io.connectorroutes.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Requests with any headers: Java's own clients write {@code Host} themselves. */
public final class RawHttp {
  private static final int TIMEOUT = 120_000;

  private RawHttp() {}

  /**
   * An answer.
   *
   * @param head status line and headers, in lower case
   * @param body as it was sent
   */
  public record Answer(int status, String head, String body) {}

  /** Asks a port of this machine: GET, with header lines of the caller's alone. */
  public static Answer get(int port, String path, String... headers) throws IOException {
    return get(InetAddress.getLoopbackAddress(), port, path, headers);
  }

  /** The same from one of this machine's addresses. */
  public static Answer get(InetAddress from, int port, String path, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0)) {
      socket.setSoTimeout(TIMEOUT);
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(answer.substring(9, 12)),
          answer.substring(0, end).toLowerCase(Locale.ROOT),
          answer.substring(end + 4));
    }
  }
}
