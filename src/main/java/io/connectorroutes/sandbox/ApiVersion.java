package io.connectorroutes.sandbox;

import java.util.Arrays;
import java.util.Optional;

/** The versions of Graph's interface; both work on the same state. */
enum ApiVersion {
  V1("v1.0"),
  BETA("beta");

  private final String segment;

  ApiVersion(String segment) {
    this.segment = segment;
  }

  /** The first segment of every path of this version. */
  String segment() {
    return segment;
  }

  /** The version of that path segment, or empty where it is none. */
  static Optional<ApiVersion> of(String segment) {
    return Arrays.stream(values()).filter(v -> v.segment.equals(segment)).findFirst();
  }
}
