package io.connectorroutes.failure;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.awaitility.Awaitility;

/** The failure points of one process, as the test turns them on and sees them reached. */
public final class FailurePoints {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path folder;
  private final Path jar;

  /**
   * Failure points that are all off.
   *
   * @param folder for markers and the agent; must not exist
   */
  public FailurePoints(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.jar = folder.resolve("failure-points.jar");
    writeJar();
  }

  /** The option of a JVM that is to have these points. */
  public String option() {
    return "-javaagent:" + jar + "=" + folder;
  }

  /** The same with shorter leases. */
  public String option(Duration lease) {
    return option() + "," + lease;
  }

  /** From now on the process is held at the point, by whichever thread comes there first. */
  public void arm(FailurePoint point) throws IOException {
    arm(point, 0);
  }

  /** The same, after so many have passed. */
  public void arm(FailurePoint point, int pass) throws IOException {
    Files.deleteIfExists(Holds.reached(folder, point.name()));
    Path unfinished = Files.writeString(folder.resolve("arming.tmp"), String.valueOf(pass));
    Files.move(unfinished, Holds.armed(folder, point.name()));
  }

  /** Waits until the process is held at the point, and gives the stack of the thread. */
  public String awaitReached(FailurePoint point) throws IOException {
    Path reached = Holds.reached(folder, point.name());
    Awaitility.await().alias(point.name()).atMost(TIMEOUT).until(() -> Files.exists(reached));
    return Files.readString(reached);
  }

  /** Whether somebody was held at the point since it was armed. */
  public boolean isReached(FailurePoint point) {
    return Files.exists(Holds.reached(folder, point.name()));
  }

  /** Lets go of whoever is held at the point, and of all who come later. */
  public void disarm(FailurePoint point) throws IOException {
    Files.deleteIfExists(Holds.armed(folder, point.name()));
  }

  private void writeJar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(new Attributes.Name("Premain-Class"), FailureAgent.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, placeOf(ByteBuddy.class).toUri().toString());
    String name = FailureAgent.class.getPackageName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> classes = Files.list(placeOf(FailureAgent.class).resolve(name))) {
      for (Path file : classes.toList()) {
        entries.putNextEntry(new JarEntry(name + "/" + file.getFileName()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
