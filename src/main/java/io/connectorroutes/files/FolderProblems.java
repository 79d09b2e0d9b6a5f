package io.connectorroutes.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Why folders that the program reads and writes cannot be used by it. */
public final class FolderProblems {
  /** What to do about such a folder, to follow a key of the configuration. */
  public static final String REMEDY = "give a folder that this user can read and write";

  private FolderProblems() {}

  /**
   * Why a folder can be neither read and written nor made, in words; empty where nothing is known
   * against it. Nothing is made.
   *
   * @param shown how its path, and that of a folder above it, is written
   */
  public static Optional<String> of(Path folder, Function<Path, String> shown) {
    Path there = nearest(folder);
    return wrongWith(there, there.equals(folder))
        .map(
            wrong ->
                (there.equals(folder) ? "" : shown.apply(folder) + " cannot be made: ")
                    + shown.apply(there)
                    + wrong);
  }

  /** The folder itself, or the one above it that is there; a link that leads nowhere is there. */
  public static Path nearest(Path folder) {
    Path there = folder;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static Optional<String> wrongWith(Path there, boolean isListed) {
    if (!Files.isDirectory(there)) {
      return Optional.of(" is no folder");
    }
    if (!Files.isExecutable(there) || (isListed && !Files.isReadable(there))) {
      return Optional.of(" may not be read by this user");
    }
    return Files.isWritable(there)
        ? Optional.empty()
        : Optional.of(" may not be written to by this user");
  }
}
