package io.connectorroutes.app.command;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Lines that are printed behind one that is known last; kept compressed. */
final class HeldLines {
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final Writer writer =
      new OutputStreamWriter(new DeflaterOutputStream(compressed), StandardCharsets.UTF_8);

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
      new BufferedReader(
              new InputStreamReader(
                  new InflaterInputStream(new ByteArrayInputStream(compressed.toByteArray())),
                  StandardCharsets.UTF_8))
          .lines()
          .forEach(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
