package io.connectorroutes.camel.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Names for files that are moved to a folder where others stand. */
final class FileNames {
  /** What the usual file systems hold. */
  private static final int MOST_BYTES = 255;

  private FileNames() {}

  /**
   * A path that is not taken: of that name, or of it with a number, cut where it is too long.
   *
   * @param reserved bytes that are left for what others put behind the name
   */
  static Path free(Path folder, String name, int reserved) {
    Path path = folder.resolve(cut(name, MOST_BYTES - reserved));
    for (int n = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); n++) {
      String suffix = "~" + n;
      path = folder.resolve(cut(name, MOST_BYTES - reserved - suffix.length()) + suffix);
    }
    return path;
  }

  /** The longest beginning of whole characters that fits. */
  private static String cut(String name, int bytes) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
