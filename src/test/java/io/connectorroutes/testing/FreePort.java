package io.connectorroutes.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of the loopback address for a server that a test starts, and may start again. Below those
 * that outgoing connections are given (from 32768 on Linux): none of them takes it before the
 * server does, or while the server is down.
 */
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int BEYOND = 30_000;
  private static final int MOST_TRIES = 1_000;

  private FreePort() {}

  /** A port that nobody listens on. */
  public static int any() {
    return distinct(1).get(0);
  }

  /** So many different ports that nobody listens on. */
  public static List<Integer> distinct(int count) {
    return ThreadLocalRandom.current()
        .ints(MOST_TRIES, FIRST, BEYOND)
        .distinct()
        .filter(FreePort::isFree)
        .limit(count)
        .boxed()
        .toList();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
