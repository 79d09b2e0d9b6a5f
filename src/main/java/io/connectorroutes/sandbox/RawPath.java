package io.connectorroutes.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a raw path and query apart. */
final class RawPath {
  private RawPath() {}

  /**
   * The decoded segments.
   *
   * @throws Refusal where one is empty, {@code .} or {@code ..}, or wrongly encoded
   */
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String raw : path.substring(1).split("/", -1)) {
      // A plus is itself in a path, and a space only in a query.
      String segment = decode(raw.replace("+", "%2B"));
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw Refusal.badRequest("The path has an empty or a dot segment.");
      }
      segments.add(segment);
    }
    return segments;
  }

  /**
   * The decoded query; empty for null.
   *
   * @throws Refusal where it is wrongly encoded
   */
  static Map<String, String> query(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      options.put(decode(name), equals < 0 ? "" : decode(option.substring(equals + 1)));
    }
    return options;
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The URL is wrongly percent-encoded.");
    }
  }
}
