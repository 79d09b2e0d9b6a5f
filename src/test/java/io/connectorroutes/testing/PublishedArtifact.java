package io.connectorroutes.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is published, jar and POM, in a repository of its own, and the class paths that Maven gives
 * to applications that depend on it.
 */
public final class PublishedArtifact {
  private static final Path APPLICATIONS = Path.of("src/test/resources/applications");
  private static final String DEPENDENCY_PLUGIN =
      "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath";
  private static final int MINUTES = 10;

  /** Of its own, so that nothing that is installed on this machine is taken in its place. */
  private static final String VERSION = "0-of-this-build";

  private static final String NAME = "graph-connector-routes-";
  private static final String PATH = "io/connectorroutes/graph-connector-routes/" + VERSION;

  private final Path folder;

  private PublishedArtifact(Path folder) {
    this.folder = folder;
  }

  /**
   * Resolves all applications of {@code resources/applications}.
   *
   * @param folder an empty one
   */
  public static PublishedArtifact resolvedIn(Path folder) throws IOException, InterruptedException {
    Path repository = Files.createDirectories(folder.resolve("repository").resolve(PATH));
    Files.writeString(
        repository.resolve(NAME + VERSION + ".pom"),
        Files.readString(pom())
            .replaceFirst("<version>" + version() + "<", "<version>" + VERSION + "<"));
    Files.copy(jar(), repository.resolve(NAME + VERSION + ".jar"));
    try (Stream<Path> files = Files.walk(APPLICATIONS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(APPLICATIONS.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, completed(Files.readString(file), folder));
      }
    }
    PublishedArtifact published = new PublishedArtifact(folder);
    forget();
    try {
      published.maven();
    } finally {
      forget();
    }
    return published;
  }

  /** With the versions that the POM has, each by the name of its artifact. */
  private static String completed(String text, Path folder) throws IOException {
    String versions =
        text.replace("@graph-connector-routes@", VERSION)
            .replace("@repository@", folder.resolve("repository").toUri().toString());
    Matcher artifact = Pattern.compile("@([A-Za-z-]+)@").matcher(versions);
    StringBuilder complete = new StringBuilder();
    while (artifact.find()) {
      artifact.appendReplacement(
          complete, first(artifact.group(1) + "</artifactId>\\s+<version>([^<]+)"));
    }
    return artifact.appendTail(complete).toString();
  }

  /** The POM that is published. */
  public static Path pom() {
    return Path.of("target/published-pom.xml");
  }

  /** The runtime class path of an application, files in the order of Maven. */
  public List<Path> classPath(String application) throws IOException {
    String path =
        Files.readString(folder.resolve(application).resolve("target/class-path")).strip();
    Path jar = jar();
    return Stream.of(path.split(File.pathSeparator))
        .map(Path::of)
        .map(each -> each.endsWith(NAME + VERSION + ".jar") ? jar : each)
        .toList();
  }

  private static Path jar() throws IOException {
    return Path.of("target", NAME + version() + ".jar").toAbsolutePath();
  }

  private static String version() throws IOException {
    return first("<version>([^<]+)</version>");
  }

  private static String first(String regex) throws IOException {
    Matcher matcher = Pattern.compile(regex).matcher(Files.readString(pom()));
    if (!matcher.find()) {
      throw new IllegalStateException(pom() + " has nothing like " + regex);
    }
    return matcher.group(1);
  }

  /** Maven keeps what it resolved, and would take that the next time. */
  private static void forget() throws IOException {
    String local =
        System.getProperty(
            "maven.repository",
            Path.of(System.getProperty("user.home"), ".m2/repository").toString());
    Path kept = Path.of(local, PATH);
    if (Files.exists(kept)) {
      Folders.delete(kept);
    }
  }

  private void maven() throws IOException, InterruptedException {
    String home = System.getProperty("maven.home");
    List<String> command = new ArrayList<>();
    command.add(home == null ? "mvn" : Path.of(home, "bin/mvn").toString());
    command.addAll(List.of("-B", "-q", DEPENDENCY_PLUGIN));
    if ("offline=true".equals(System.getProperty("maven.mode"))) {
      command.addAll(List.of("-o", "-Daether.offline.protocols=file"));
    }
    Path log = folder.resolve("maven.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(Files.readString(log, StandardCharsets.UTF_8));
    }
  }
}
