package io.connectorroutes.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Secrets that are looked for where they must not be, in the forms in which they might have got
 * there: as they are, in base64 at each of its three alignments, in UTF-16 and in hexadecimal.
 */
final class Canaries {
  private final List<byte[]> forms = new ArrayList<>();

  /** A secret that is a text. */
  Canaries text(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(bytes);
    forms.add(secret.getBytes(StandardCharsets.UTF_16LE));
    forms.add(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
    for (int skipped = 0; skipped < 3; skipped++) {
      base64(bytes, skipped);
    }
    return this;
  }

  /** The part of a secret that is whole groups of three bytes, after some skipped ones. */
  private void base64(byte[] bytes, int skipped) {
    int length = (bytes.length - skipped) / 3 * 3;
    byte[] part = new byte[length];
    System.arraycopy(bytes, skipped, part, 0, length);
    forms.add(Base64.getEncoder().encode(part));
  }

  /** A secret file, of which a piece from its middle is looked for. */
  Canaries file(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] piece = new byte[30];
    System.arraycopy(bytes, bytes.length / 2 / 3 * 3, piece, 0, piece.length);
    forms.add(piece);
    forms.add(Base64.getEncoder().encode(piece));
    return this;
  }

  boolean isIn(String text) {
    return isIn(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The files below a folder that hold one of the secrets, by their relative paths. */
  Set<String> filesWithOneBelow(Path folder) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (isIn(Files.readAllBytes(file))) {
          found.add(folder.relativize(file).toString());
        }
      }
    }
    return found;
  }

  private boolean isIn(byte[] bytes) {
    // Each byte becomes one character, so that text search finds bytes.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return forms.stream()
        .map(form -> new String(form, StandardCharsets.ISO_8859_1))
        .anyMatch(text::contains);
  }
}
