package io.connectorroutes.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Lines that are printed behind one that is known last; kept compressed, in memory as long as they
 * are few.
 */
final class HeldLines {
  private static final int IN_MEMORY = 1 << 20;

  private final HeldBytes compressed;
  private final Writer writer;

  HeldLines() {
    this(new HeldBytes(IN_MEMORY));
  }

  HeldLines(HeldBytes compressed) {
    this.compressed = compressed;
    this.writer =
        new OutputStreamWriter(new DeflaterOutputStream(compressed), StandardCharsets.UTF_8);
  }

  /** Takes a line without its end. */
  void add(String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives all of them; none can be added afterwards. */
  void forEach(Consumer<String> lines) {
    try {
      writer.close();
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new InflaterInputStream(compressed.read()), StandardCharsets.UTF_8))) {
        reader.lines().forEach(lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
