package io.connectorroutes.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * A raw server in Graph's place that answers as no server should: byte by byte as planned for each
 * method. It counts what it could write until the caller left.
 */
public final class HostileServer implements AutoCloseable {
  private static final int MB = 1024 * 1024;

  /** One answer, head and body. */
  public interface Answer {
    /** Writes it; an IOException where the caller has left. */
    void write(OutputStream out) throws IOException;
  }

  private final ServerSocket socket;
  private final Queue<Answer> toReads = new ConcurrentLinkedQueue<>();
  private final Queue<Answer> toWrites = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Listens on a free port of the loopback address. */
  public HostileServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where it is. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** The next GET without an answer planned for it gets this one. */
  public HostileServer toRead(Answer answer) {
    toReads.add(answer);
    return this;
  }

  /** The next request that is no GET, without an answer planned for it, gets this one. */
  public HostileServer toWrite(Answer answer) {
    toWrites.add(answer);
    return this;
  }

  /** How many planned answers were begun. */
  public int served() {
    return served.get();
  }

  /** Bytes of all answers that were taken from it. */
  public long written() {
    return written.get();
  }

  /** A plain answer. */
  public static Answer answer(int status, String headers, String body) {
    return out ->
        out.write(
            bytes(
                "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"
                    .formatted(status, headers, body.length(), body)));
  }

  /** A body of so many megabytes. */
  public static Answer huge(int status, int megabytes) {
    return out -> {
      out.write(
          bytes(
              "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n"
                  .formatted(status, (long) megabytes * MB)));
      blanks(out, megabytes);
    };
  }

  /** A small body that is so many megabytes when it is decompressed. */
  public static Answer bomb(int status, int megabytes) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      blanks(gzip, megabytes);
    }
    return out -> {
      out.write(
          bytes(
              "HTTP/1.1 %d X\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                  .formatted(status, body.size())));
      body.writeTo(out);
    };
  }

  /** A header line of so many megabytes. */
  public static Answer longHeader(int megabytes) {
    return out -> {
      out.write(bytes("HTTP/1.1 200 X\r\nrequest-id: "));
      blanks(out, megabytes);
      out.write(bytes("\r\nContent-Length: 0\r\n\r\n"));
    };
  }

  /** So many headers. */
  public static Answer manyHeaders(int count) {
    return out -> {
      out.write(bytes("HTTP/1.1 200 X\r\n"));
      for (int i = 0; i < count; i++) {
        out.write(bytes("x-" + i + ": y\r\n"));
      }
      out.write(bytes("Content-Length: 0\r\n\r\n"));
    };
  }

  /** A body that comes byte by byte and does not end. */
  public Answer dripping(int status, Duration pause) {
    return out -> {
      out.write(bytes("HTTP/1.1 " + status + " X\r\nContent-Length: 100000\r\n\r\n"));
      drip(out, pause);
    };
  }

  /** A head that comes byte by byte and does not end. */
  public Answer drippingHead(Duration pause) {
    return out -> {
      out.write(bytes("HTTP/1.1 200 X\r\nx: "));
      drip(out, pause);
    };
  }

  private void drip(OutputStream out, Duration pause) throws IOException {
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        out.write(' ');
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void blanks(OutputStream out, int megabytes) throws IOException {
    byte[] blanks = new byte[MB];
    Arrays.fill(blanks, (byte) ' ');
    for (int i = 0; i < megabytes; i++) {
      out.write(blanks);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        daemon(() -> serve(caller));
      } catch (IOException e) {
        // Closed: the next turn tells.
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      InputStream in = new BufferedInputStream(caller.getInputStream());
      OutputStream out = new Counted(caller.getOutputStream());
      for (String head = head(in); head != null; head = head(in)) {
        in.skipNBytes(length(head));
        Answer planned = (head.startsWith("GET ") ? toReads : toWrites).poll();
        if (planned != null) {
          served.incrementAndGet();
        }
        (planned == null ? answer(204, "", "") : planned).write(out);
        out.flush();
      }
    } catch (IOException e) {
      // The caller has left.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring("content-length:".length()).trim()))
        .findFirst()
        .orElse(0);
  }

  private final class Counted extends OutputStream {
    private final OutputStream out;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      written.incrementAndGet();
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
      written.addAndGet(count);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
