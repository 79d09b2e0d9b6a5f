package io.connectorroutes.camel.file;

import io.connectorroutes.files.FolderProblems;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An inbox and the folders beside it: a file is taken only where it can be moved there. */
final class InboxFolders {
  private final List<Path> folders;

  InboxFolders(Path inbox) {
    this.folders =
        List.of(
            inbox,
            inbox.resolveSibling(InboxFiles.ACCEPTED),
            inbox.resolveSibling(InboxFiles.REFUSED));
  }

  /** Why no file can be taken, in words; empty where nothing is known against it. */
  Optional<String> problem() {
    return folders.stream()
        .flatMap(folder -> FolderProblems.of(folder, Path::toString).stream())
        .findFirst();
  }
}
