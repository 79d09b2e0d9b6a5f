package io.connectorroutes.graph;

import java.nio.charset.StandardCharsets;

/** Percent-encodes what comes from a change before it becomes part of a path. */
final class PathSegments {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final String HEX = "0123456789ABCDEF";

  private PathSegments() {}

  /** Whether it can be one segment: the others would change which path is meant. */
  static boolean isAllowed(String segment) {
    return segment != null && !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
  }

  /**
   * Encodes everything but the unreserved characters of RFC 3986, section 2.3.
   *
   * @throws IllegalArgumentException for an empty segment, {@code .} and {@code ..}
   */
  static String encode(String segment) {
    if (!isAllowed(segment)) {
      throw new IllegalArgumentException("an id must not be empty, \".\" or \"..\"");
    }
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return encoded.toString();
  }
}
