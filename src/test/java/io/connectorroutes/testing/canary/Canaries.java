package io.connectorroutes.testing.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Secrets that are looked for where they must not be, however they got there: as they are, escaped
 * for JSON or URLs or one in the other, in base64 at each of its three offsets, in hexadecimal, and
 * in UTF-16; each whole and in halves of {@value #SHORTEST_PART} characters and more. Of a long one
 * three pieces are looked for. What is found is told by its place and the secret's name, never by
 * itself.
 */
public final class Canaries {
  private static final int SHORTEST_PART = 8;
  private static final int LONG = 100;
  private static final int PIECE = 40;
  private static final int BLOCK = 16 << 20;

  /** Longer than all that is looked for, with every character escaped. */
  private static final int OVERLAP = 16 << 10;

  private final ByteSearch search = new ByteSearch();
  private final int blockSize;

  /** Looks for nothing yet. */
  public Canaries() {
    this(BLOCK);
  }

  Canaries(int blockSize) {
    this.blockSize = blockSize;
  }

  /** Looks for a secret, which is a text of 8 characters or more. */
  public Canaries with(String name, String secret) {
    if (secret.length() < SHORTEST_PART) {
      throw new IllegalArgumentException(name + " is so short that it is in every text");
    }
    if (secret.length() > LONG) {
      int end = secret.length() - PIECE;
      for (int from : new int[] {0, end / 2, end}) {
        addPart(name, secret.substring(from, from + PIECE));
      }
      return this;
    }
    addPart(name, secret);
    int half = secret.length() / 2;
    if (half >= SHORTEST_PART) {
      addPart("half of " + name, secret.substring(0, half));
      addPart("half of " + name, secret.substring(secret.length() - half));
    }
    return this;
  }

  /** Looks for the content of a file, as it is and as a text in base64. */
  public Canaries with(Path secret) throws IOException {
    byte[] bytes = Files.readAllBytes(secret);
    String name = secret.getFileName().toString();
    int from = bytes.length / 2;
    add(name, Arrays.copyOfRange(bytes, from, from + PIECE));
    return with(name, Base64.getEncoder().encodeToString(bytes));
  }

  private void addPart(String name, String part) {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      add(name + " in " + charset, part.getBytes(charset));
    }
  }

  private void add(String name, byte[] bytes) {
    search.add(bytes, name);
    search.add(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII), name);
    for (int offset = 0; offset < 3; offset++) {
      addBase64(name, bytes, offset);
    }
  }

  /** The signs that hold bits of these bytes alone, so many bytes behind the start of a group. */
  private void addBase64(String name, byte[] bytes, int offset) {
    byte[] shifted = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, shifted, offset, bytes.length);
    int from = (offset * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      search.add(Arrays.copyOfRange(encoder.encode(shifted), from, to), name + " in base64");
    }
  }

  /** What is found in a text, each with its place. */
  public Set<String> in(String place, String text) {
    return in(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is found in bytes, each with its place. */
  public Set<String> in(String place, byte[] bytes) {
    Set<String> found = new LinkedHashSet<>();
    search(place, bytes, bytes.length, found);
    return found;
  }

  /** What is found in an exception: in its messages and those of all its causes, and its trace. */
  public Set<String> in(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return in(thrown.getClass().getSimpleName(), trace.toString());
  }

  /** What is found in places, by their names. */
  public Set<String> in(Map<String, byte[]> places) {
    Set<String> found = new LinkedHashSet<>();
    places.forEach((place, bytes) -> found.addAll(in(place, bytes)));
    return found;
  }

  private void search(String place, byte[] bytes, int length, Set<String> found) {
    read(place, bytes, length, found);
    byte[] json = Escapes.withoutJson(bytes, length);
    if (json != null) {
      read(place, json, json.length, found);
      byte[] twice = Escapes.withoutJson(json, json.length);
      if (twice != null) {
        read(place, twice, twice.length, found);
      }
    }
    byte[] url = Escapes.withoutUrl(bytes, length);
    if (url != null) {
      read(place, url, url.length, found);
      byte[] both = Escapes.withoutJson(url, url.length);
      if (both != null) {
        read(place, both, both.length, found);
      }
    }
  }

  private void read(String place, byte[] bytes, int length, Set<String> found) {
    search.search(bytes, length, (name, end) -> found.add(place + ": " + name));
  }

  /** What is found in all files below a folder, and in their names. */
  public Set<String> below(Path folder) throws IOException {
    return below(folder, file -> false);
  }

  /**
   * The same, without some files and folders.
   *
   * @param exempt is given each one's path from the folder; of a folder that is exempt all is
   */
  public Set<String> below(Path folder, Predicate<Path> exempt) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes of) {
            return exempt.test(folder.relativize(directory))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            Path relative = folder.relativize(file);
            if (!exempt.test(relative)) {
              found.addAll(in("a file's name", relative.toString()));
              if (of.isRegularFile()) {
                searchFile(file, relative.toString(), found);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // Whoever is running may delete.
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return found;
  }

  private void searchFile(Path file, String place, Set<String> found) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[(int) Math.min(blockSize, Files.size(file) + OVERLAP)];
      int kept = 0;
      for (int length = in.readNBytes(block, 0, block.length);
          length > kept;
          length = kept + in.readNBytes(block, kept, block.length - kept)) {
        search(place, block, length, found);
        kept = Math.min(length, OVERLAP);
        System.arraycopy(block, length - kept, block, 0, kept);
      }
    } catch (NoSuchFileException e) {
      // Deleted by whoever is running.
    }
  }

  /** Fails where one is found. */
  public static void assertNone(Set<String> found) {
    assertThat(found).as("secrets where they must not be").isEmpty();
  }
}
