package io.connectorroutes.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that {@code file:} references of changes may read: those in a folder that {@code
 * secrets.allow} names, links followed, and none of the program's own.
 */
public final class SecretFiles {
  private static final int LARGEST = 1024 * 1024;

  private final Path home;
  private final SecretPolicy policy;
  private final List<Path> own;
  private final List<Path> ownFiles;

  /**
   * The files below a home.
   *
   * @param home what files and patterns are relative to
   * @param policy what {@code secrets.allow} names
   * @param own the folders of the program's own files, absolute; they need not exist, and there may
   *     be more of them later
   * @param ownFiles further ones of the program's own files, absolute; they need not exist
   */
  public SecretFiles(Path home, SecretPolicy policy, List<Path> own, List<Path> ownFiles) {
    this.home = home;
    this.policy = policy;
    this.own = own;
    this.ownFiles = List.copyOf(ownFiles);
  }

  byte[] read(SecretReference reference) throws IOException, SecretException {
    Path file = home.resolve(reference.name()).toRealPath();
    if (!Files.isRegularFile(file) || !isAllowed(reference, file)) {
      throw new SecretException(
          reference + " is no file in a folder that secrets.allow names: put it there, not a link");
    }
    if (isOwn(file)) {
      throw new SecretException(
          reference + " is in one of this program's own folders: keep secrets in another one");
    }
    if (isOwnFile(file)) {
      throw new SecretException(
          reference + " is one of this program's own files: keep the secrets of changes in others");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new SecretException(reference + " is larger than 1 MiB: that is no secret");
      }
      return bytes;
    }
  }

  private boolean isAllowed(SecretReference reference, Path file) throws IOException {
    for (String folder : policy.folders(reference)) {
      if (file.startsWith(home.resolve(folder).toRealPath())) {
        return true;
      }
    }
    return false;
  }

  /** Of a folder that the home is in, such as the home itself, only what is directly there. */
  private boolean isOwn(Path file) throws IOException {
    Path realHome = home.toRealPath();
    for (Path folder : own) {
      if (Files.exists(folder)) {
        Path real = folder.toRealPath();
        if (realHome.startsWith(real) ? real.equals(file.getParent()) : file.startsWith(real)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Not by its name: that of a link, of whatever kind, is another one. */
  private boolean isOwnFile(Path file) throws IOException {
    for (Path named : ownFiles) {
      if (Files.exists(named) && Files.isSameFile(named, file)) {
        return true;
      }
    }
    return false;
  }
}
