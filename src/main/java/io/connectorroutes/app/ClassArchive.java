package io.connectorroutes.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a command as the JVM has them in memory (class-data sharing): later commands map
 * one file of {@code data/} in place of reading and checking a thousand classes. The launcher says
 * which file it wants, by a key of this version, its path and Java; the file's name has its sum and
 * size as well, so that a damaged one is not used but made anew. It is made in a process of its
 * own, since a JVM that cannot write it ends with an error. Whatever goes wrong, commands do
 * without.
 */
final class ClassArchive {
  /** Set by the launcher where there is none: {@code data/.classes-KEY} of the home. */
  private static final String WANTED = "connectorroutes.archive";

  /** By it the launcher has the JVM leave its classes in a file when it ends. */
  private static final String FILE = "CONNECTOR_ROUTES_ARCHIVE";

  private static final String PREFIX = ".classes-";
  private static final String UNFINISHED = PREFIX + "unfinished-";
  private static final long TIMEOUT_SECONDS = 300;

  /** Of another version, path or Java, which may be used by turns with this one. */
  private static final int OTHERS = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

  private final Path launcher;
  private final Path wanted;
  private final Instant since;

  /**
   * The archive of that key.
   *
   * @param launcher the program's
   * @param wanted the path of the archive without sum and size; its folder is there
   * @param since no archive of that key from before can be used
   */
  ClassArchive(Path launcher, Path wanted, Instant since) {
    this.launcher = launcher;
    this.wanted = wanted;
    this.since = since;
  }

  /**
   * Makes the archive that the launcher wants, if it does.
   *
   * @param arguments of this command, which only reads, and ends by itself
   * @param since when it was started
   */
  static void makeWanted(String[] arguments, Instant since) {
    String wanted = System.getProperty(WANTED);
    if (wanted != null) {
      Path distribution = Path.of(System.getProperty("connectorroutes.distribution"));
      new ClassArchive(distribution.resolve("bin/connector-routes"), Path.of(wanted), since)
          .make(List.of(arguments));
    }
  }

  /** Makes it, by running the command once more. */
  void make(List<String> arguments) {
    Path unfinished = wanted.resolveSibling(UNFINISHED + UUID.randomUUID());
    try {
      try {
        run(unfinished, arguments);
        if (Files.exists(unfinished)) {
          Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
          Path made = wanted.resolveSibling(wanted.getFileName() + "-" + sum(unfinished) + ".jsa");
          Files.move(unfinished, made, StandardCopyOption.ATOMIC_MOVE);
          removeOthers(made);
        }
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      LOG.debug("classes are not kept as {}", wanted, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Path file, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put(FILE, file.toString());
    Process process = builder.start();
    try {
      process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Sum and size, such as {@code 2104838614-19341312}, by the program that the launcher asks. */
  private static String sum(Path file) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cksum", file.toString()).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("cksum cannot read " + file);
    }
    String[] words = line.split(" ", 3);
    return words[0] + "-" + words[1];
  }

  /**
   * Those of this key are broken, unless another process has made one meanwhile; of other keys few
   * stay.
   */
  private void removeOthers(Path made) throws IOException {
    List<Path> others = new ArrayList<>();
    try (Stream<Path> files = Files.list(made.getParent())) {
      for (Path file : files.filter(file -> isOther(file, made)).toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(wanted.getFileName() + "-") && !name.startsWith(UNFINISHED)) {
          others.add(file);
        } else if (modified(file).isBefore(since)) {
          Files.deleteIfExists(file);
        }
      }
    }
    others.sort(Comparator.comparing(ClassArchive::modified).reversed());
    for (Path old : others.subList(Math.min(OTHERS, others.size()), others.size())) {
      Files.deleteIfExists(old);
    }
  }

  private static boolean isOther(Path file, Path made) {
    return file.getFileName().toString().startsWith(PREFIX) && !file.equals(made);
  }

  /** The first of all times where it is gone. */
  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
