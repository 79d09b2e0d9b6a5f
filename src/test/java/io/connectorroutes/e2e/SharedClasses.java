package io.connectorroutes.e2e;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Archives of the packaged program's classes (class-data sharing), made once for the tests of all
 * processes, as most of the time of a short command goes into the reading of classes. A JVM says so
 * on its output where the one that it is given does not fit.
 */
final class SharedClasses {
  /** For these the launcher has a shorter class path, which an archive of its own belongs to. */
  private static final Set<String> SHORT =
      Set.of("", "status", "job", "tenant", "dead-letters", "help", "completion", "hash-password");

  private static final String WHOLE_PATH = "whole";
  private static final String SHORT_PATH = "short";

  private final Path distribution;
  private final Path archives;

  SharedClasses(Path distribution) {
    this.distribution = distribution;
    this.archives = distribution.resolveSibling("e2e-classes");
  }

  /** The option of the JVM for a command. */
  String option(String... arguments) throws IOException {
    make();
    String path = SHORT.contains(command(arguments)) ? SHORT_PATH : WHOLE_PATH;
    return "-XX:SharedArchiveFile=" + archives.resolve(path);
  }

  /**
   * The first argument that is neither an option nor the value of one, as the launcher finds it.
   */
  private static String command(String... arguments) {
    boolean isValue = false;
    for (String argument : arguments) {
      if (!isValue && !argument.startsWith("-")) {
        return argument;
      }
      isValue = !isValue && List.of("--home", "--property").contains(argument);
    }
    return "";
  }

  /** Makes those of this package and this Java, where no other process has. */
  private void make() throws IOException {
    Files.createDirectories(archives);
    Path made = archives.resolve("made-of");
    try (FileChannel file =
            FileChannel.open(
                archives.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      String content = content();
      if (lock.isValid() && !(Files.exists(made) && Files.readString(made).equals(content))) {
        archive();
        Files.writeString(made, content);
      }
    }
  }

  /**
   * What an archive is of use for. The time of a change is asked for, as a build gives all its jars
   * one time: a JVM would take classes of before for those of a jar that is as long as it was.
   */
  private String content() throws IOException {
    StringBuilder content = new StringBuilder(System.getProperty("java.vm.version"));
    try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        content.append('\n').append(jar).append(' ').append(Files.getAttribute(jar, "unix:ctime"));
      }
    }
    return content.toString();
  }

  private void archive() throws IOException {
    Path folder = Files.createTempDirectory(archives, "making");
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Workplace work = new Workplace(folder, sandbox.root())) {
      String file = work.file("one.jsonl", Changes.create("one"));
      work.start(archiving(folder, WHOLE_PATH), "import", file).awaitStatus(0);
      work.start(archiving(folder, SHORT_PATH), "status").awaitStatus(0);
      for (String path : List.of(WHOLE_PATH, SHORT_PATH)) {
        Files.move(folder.resolve(path), archives.resolve(path), REPLACE_EXISTING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    Folders.delete(folder);
  }

  /**
   * Without a compiler, as in the launcher: an archive keeps that a method waits for one, and then
   * it is never compiled.
   */
  private static Map<String, String> archiving(Path folder, String path) {
    return Map.of(Distribution.OPTIONS, "-Xint -XX:ArchiveClassesAtExit=" + folder.resolve(path));
  }
}
