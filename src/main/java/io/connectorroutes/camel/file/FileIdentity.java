package io.connectorroutes.camel.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** What tells a file from another one, and from itself before it was written to. */
final class FileIdentity {
  private FileIdentity() {}

  /** Its file key (device and i-node) and the time at which it was last written to. */
  static String of(BasicFileAttributes attributes) {
    return attributes.fileKey() + "@" + attributes.lastModifiedTime().toMillis();
  }

  /** Whether an identity is that of the same file, written to or not. */
  static boolean isSameFile(BasicFileAttributes attributes, String identity) {
    return identity.startsWith(attributes.fileKey() + "@");
  }

  /** The attributes of a file, and not of what a link there leads to where that is asked. */
  static BasicFileAttributes attributes(Path path, LinkOption... options) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, options);
  }

  /**
   * When the file was last written to, renamed or moved: the change time of its i-node, which no
   * tool can set back. Where the file system has none, the time at which it was last written to.
   */
  static Instant changed(Path file) throws IOException {
    try {
      return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS))
          .toInstant();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }
  }
}
