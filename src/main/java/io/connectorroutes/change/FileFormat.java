package io.connectorroutes.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of a dropped file, told by the end of its name. */
public enum FileFormat {
  JSON(".json"),
  JSON_LINES(".jsonl"),
  CSV(".csv");

  private final String extension;

  FileFormat(String extension) {
    this.extension = extension;
  }

  /** The end of the file name, with its dot. */
  public String extension() {
    return extension;
  }

  /** The format of a file, or empty where its name has none of the extensions, in any case. */
  public static Optional<FileFormat> ofFileName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(f -> name.endsWith(f.extension)).findFirst();
  }
}
