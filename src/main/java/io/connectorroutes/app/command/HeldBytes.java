package io.connectorroutes.app.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * Bytes that are read again once all are written. Those that are too many for the memory are in a
 * temporary file, which its owner alone can read and which has no name once it is open, so that it
 * goes with the process.
 */
final class HeldBytes extends OutputStream {
  private final int most;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();

  /** Null as long as all is in memory. */
  private FileChannel file;

  private OutputStream out = memory;

  /** Has so many bytes in memory at most. */
  HeldBytes(int most) {
    this.most = most;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (file == null && memory.size() + length > most) {
      file =
          FileChannel.open(
              Files.createTempFile("connector-routes-", ".held"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      out = Channels.newOutputStream(file);
      memory.writeTo(out);
      memory = null;
    }
    out.write(bytes, from, length);
  }

  boolean isInFile() {
    return file != null;
  }

  /** All of them; none can be written afterwards. */
  InputStream read() throws IOException {
    if (file == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    file.position(0);
    return Channels.newInputStream(file);
  }
}
