package io.connectorroutes.app.check;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.files.FolderProblems;
import io.connectorroutes.text.ShellArgument;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at folders that the program reads and writes, and makes none. */
final class Places {
  /** In bytes. A job of some ten thousand rows takes about as much. */
  private static final long LEAST_SPACE = 200_000_000;

  private static final double GIGABYTE = 1e9;

  private Places() {}

  /**
   * Whether a folder can be read and written, or made.
   *
   * @param key that gives it
   */
  static Check folder(String name, Path folder, String key) {
    Optional<String> problem = FolderProblems.of(folder, ShellArgument::path);
    if (problem.isPresent()) {
      return Check.failed(
          name, problem.get(), "run this as the owner of that folder, or see " + key);
    }
    return Check.passed(
        name,
        ShellArgument.path(folder)
            + (Files.exists(folder) ? "" : ", which is made when it is needed"));
  }

  /** Whether there is some room on each disk that folders are on, or will be. */
  static Check space(String name, List<Path> folders) throws IOException {
    Map<FileStore, Path> disks = new LinkedHashMap<>();
    for (Path folder : folders) {
      Path there = FolderProblems.nearest(folder);
      disks.putIfAbsent(Files.getFileStore(there), there);
    }
    List<String> rooms = new ArrayList<>();
    boolean isEnough = true;
    for (Map.Entry<FileStore, Path> disk : disks.entrySet()) {
      long usable = disk.getKey().getUsableSpace();
      isEnough &= usable >= LEAST_SPACE;
      rooms.add(
          String.format(
              Locale.ROOT,
              "%.1f GB free at %s",
              usable / GIGABYTE,
              ShellArgument.path(disk.getValue())));
    }
    String message = String.join(", ", rooms);
    return isEnough
        ? Check.passed(name, message)
        : Check.failed(name, message, "make room: 0.2 GB is the least");
  }
}
