package io.connectorroutes.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A target.
 *
 * @param type the class, as Jazzer is given it
 * @param check its method
 */
record FuzzTarget(Class<?> type, Check check) {
  static final List<FuzzTarget> ALL =
      List.of(
          new FuzzTarget(CloudEventTarget.class, CloudEventTarget::fuzzerTestOneInput),
          new FuzzTarget(CsvTarget.class, CsvTarget::fuzzerTestOneInput),
          new FuzzTarget(ErrorBodyTarget.class, ErrorBodyTarget::fuzzerTestOneInput),
          new FuzzTarget(JsonFileTarget.class, JsonFileTarget::fuzzerTestOneInput),
          new FuzzTarget(JsonLinesTarget.class, JsonLinesTarget::fuzzerTestOneInput),
          new FuzzTarget(ListPageTarget.class, ListPageTarget::fuzzerTestOneInput),
          new FuzzTarget(MessageTarget.class, MessageTarget::fuzzerTestOneInput),
          new FuzzTarget(PathTarget.class, PathTarget::fuzzerTestOneInput),
          new FuzzTarget(PfxTarget.class, PfxTarget::fuzzerTestOneInput),
          new FuzzTarget(PrintableTextTarget.class, PrintableTextTarget::fuzzerTestOneInput),
          new FuzzTarget(ReferenceTarget.class, ReferenceTarget::fuzzerTestOneInput),
          new FuzzTarget(RetryAfterTarget.class, RetryAfterTarget::fuzzerTestOneInput),
          new FuzzTarget(SeparatorTarget.class, SeparatorTarget::fuzzerTestOneInput));

  /** Asserts what is promised of any input. */
  @FunctionalInterface
  interface Check {
    void of(byte[] input) throws IOException;
  }

  /** The name of the folder of its kept inputs: {@code json-lines} of JsonLinesTarget. */
  String folder() {
    String name = type.getSimpleName().replaceFirst("Target$", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** The folder of its kept inputs. */
  Path corpus() {
    try {
      return Path.of(FuzzTarget.class.getResource("/fuzz/" + folder()).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kept inputs, in the order of their names. */
  List<Path> inputs() {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return folder();
  }
}
