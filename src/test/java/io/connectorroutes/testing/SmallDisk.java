package io.connectorroutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, for as long as a test needs it. */
public record SmallDisk(Path path) implements AutoCloseable {

  /**
   * Mounts it. Only root may: a test of anybody else is skipped, which is a failure where the
   * variable {@code CI} is set, so that it is never skipped unseen.
   */
  public static SmallDisk mounted(Path path, String size) throws Exception {
    Files.createDirectories(path);
    int status = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
    if (status != 0) {
      assertThat(System.getenv("CI")).as("in CI this test needs the right to mount").isNull();
      abort("only root can mount a small disk");
    }
    return new SmallDisk(path);
  }

  /** Writes until nothing more fits, in blocks of 4 KiB; gives the file, to be deleted. */
  public Path fill() throws IOException {
    Path filler = path.resolve("filler");
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(block);
                }
              })
          .isInstanceOf(IOException.class);
    }
    return filler;
  }

  /** From now on nothing can be written, which holds for root as well. */
  public void makeReadOnly() throws IOException {
    remount("ro");
  }

  /** The opposite. */
  public void makeWritable() throws IOException {
    remount("rw");
  }

  private void remount(String how) throws IOException {
    assertThat(run("mount", "-o", "remount," + how, path.toString())).as("remount").isZero();
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    // Lazily: a library that was loaded from there stays loaded.
    assertThat(run("umount", "--lazy", path.toString())).as("umount").isZero();
  }
}
