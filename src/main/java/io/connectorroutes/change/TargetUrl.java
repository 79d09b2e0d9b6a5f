package io.connectorroutes.change;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code targetUrl} of an API connector, valid or not. Its query and its user information can
 * hold a secret, such as the key of an Azure function, and are treated as one.
 */
public final class TargetUrl {
  /** Its dotted path from the top of a row. */
  public static final String FIELD = "properties.targetUrl";

  /** Shorter ones, such as a version's number, stand in every text. */
  private static final int SHORTEST_VALUE = 6;

  private static final Pattern PARTS =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)");
  private static final Pattern HOST =
      Pattern.compile("(?:[^@\\s\\\\]*@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{0,5}))?");
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  private TargetUrl() {}

  /** Whether it has a query or user information. */
  public static boolean holdsSecret(String url) {
    Matcher parts = PARTS.matcher(url);
    String user = parts.matches() ? parts.group(2) : url;
    return url.indexOf('?') >= 0 || user.indexOf('@') >= 0;
  }

  /** The URL as it may be shown: {@code https://host/path?…}. */
  public static String shown(String url) {
    if (!holdsSecret(url)) {
      return url;
    }
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      return "…";
    }
    String host = parts.group(2).substring(parts.group(2).lastIndexOf('@') + 1);
    int query = parts.group(3).indexOf('?');
    String path = query < 0 ? parts.group(3) : parts.group(3).substring(0, query) + "?…";
    return parts.group(1) + "://" + host + path;
  }

  /**
   * Its host in lower case, with the port where one is written that is not the scheme's own.
   *
   * @return empty where it has none that can be read
   */
  public static Optional<String> host(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Matcher host = HOST.matcher(parts.group(2));
    if (!host.matches()) {
      return Optional.empty();
    }
    String name = host.group(1).toLowerCase(Locale.ROOT);
    String port = host.group(2);
    boolean written =
        port != null
            && !port.isEmpty()
            && !Integer.valueOf(port)
                .equals(DEFAULT_PORTS.get(parts.group(1).toLowerCase(Locale.ROOT)));
    return Optional.of(written ? name + ":" + Integer.parseInt(port) : name);
  }

  /** The texts in it that are secret, each as it stands and decoded; empty for none. */
  public static List<String> secrets(String url) {
    List<String> secrets = new ArrayList<>();
    Matcher parts = PARTS.matcher(url);
    int user = parts.matches() ? parts.group(2).lastIndexOf('@') : -1;
    if (user >= 0) {
      secrets.add(parts.group(2).substring(0, user + 1));
      addValues(parts.group(2).substring(0, user), ":", secrets);
    }
    int query = url.indexOf('?');
    if (query >= 0) {
      secrets.add(url.substring(query));
      addValues(url.substring(query + 1), "[&=#]", secrets);
    }
    return secrets;
  }

  private static void addValues(String text, String separator, List<String> secrets) {
    for (String value : text.split(separator, -1)) {
      if (value.length() >= SHORTEST_VALUE) {
        secrets.add(value);
        decoded(value).ifPresent(secrets::add);
      }
    }
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // A percent sign that encodes nothing.
      return Optional.empty();
    }
  }
}
