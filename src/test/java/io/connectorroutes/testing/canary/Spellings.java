package io.connectorroutes.testing.canary;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ways in which a secret may be repeated. They share nothing with what looks for them. */
public final class Spellings {
  private Spellings() {}

  /** By their names, each as the bytes that a file or an answer would have. */
  public static Map<String, byte[]> of(String secret) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    spell("", secret, all);
    int half = secret.length() / 2;
    if (half >= 8) {
      spell("first half, ", secret.substring(0, half), all);
      spell("second half, ", secret.substring(secret.length() - half), all);
    }
    return all;
  }

  private static void spell(String of, String secret, Map<String, byte[]> all) {
    all.put(of + "plain", utf8(secret));
    all.put(of + "in capitals", utf8(capitals(secret)));
    all.put(of + "JSON", utf8(json(secret, Spellings::briefly)));
    all.put(of + "JSON with \\/", utf8(json(secret, Spellings::briefly).replace("/", "\\/")));
    all.put(of + "JSON with \\u00xx", utf8(json(secret, Spellings::escape)));
    all.put(of + "JSON with \\u00XX", utf8(upper(json(secret, Spellings::escape))));
    all.put(of + "all \\u00xx", utf8(each(secret, Spellings::escape)));
    all.put(of + "all \\u00XX", utf8(upper(each(secret, Spellings::escape))));
    all.put(of + "some \\u00xx", utf8(each(secret, c -> c % 2 == 0 ? escape(c) : json(c))));
    all.put(of + "JSON twice", utf8(json(json(secret, Spellings::briefly), Spellings::briefly)));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    all.put(of + "URL with +", utf8(url));
    all.put(of + "URL with %20", utf8(url.replace("+", "%20")));
    all.put(of + "URL with %xx", utf8(lowerPercent(url)));
    all.put(of + "all %XX", utf8(percent(secret)));
    all.put(of + "all %xx", utf8(percent(secret).toLowerCase(Locale.ROOT)));
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
      encode(of + charset + " ", secret.getBytes(charset), all);
    }
    all.put(of + "UTF-16LE", secret.getBytes(StandardCharsets.UTF_16LE));
    all.put(of + "UTF-16BE", secret.getBytes(StandardCharsets.UTF_16BE));
  }

  private static void encode(String of, byte[] secret, Map<String, byte[]> all) {
    String hex = HexFormat.of().formatHex(secret);
    all.put(of + "hex", utf8(hex));
    all.put(of + "HEX", utf8(hex.toUpperCase(Locale.ROOT)));
    for (int offset = 0; offset < 3; offset++) {
      byte[] between = new byte[offset + secret.length + 4];
      System.arraycopy(secret, 0, between, offset, secret.length);
      all.put(of + "base64 at " + offset, Base64.getEncoder().encode(between));
      all.put(of + "base64url at " + offset, Base64.getUrlEncoder().encode(between));
    }
  }

  /** Escapes what has to be, in a way. */
  private static String json(String text, IntFunction<String> way) {
    return each(
        text, c -> c == '"' || c == '\\' || c < ' ' ? way.apply(c) : String.valueOf((char) c));
  }

  private static String json(int unit) {
    return json(String.valueOf((char) unit), Spellings::briefly);
  }

  private static String briefly(int unit) {
    return unit == '\n' ? "\\n" : unit == '\t' ? "\\t" : "\\" + (char) unit;
  }

  private static String escape(int unit) {
    return String.format(Locale.ROOT, "\\u%04x", unit);
  }

  private static String each(String text, IntFunction<String> way) {
    return text.chars().mapToObj(way).collect(Collectors.joining());
  }

  /** The hex digits in capitals, the rest as it is. */
  private static String upper(String escaped) {
    return Pattern.compile("\\\\u[0-9a-f]{4}")
        .matcher(escaped)
        .replaceAll(match -> "\\\\u" + match.group().substring(2).toUpperCase(Locale.ROOT));
  }

  private static String lowerPercent(String url) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(url)
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }

  private static String percent(String text) {
    StringBuilder all = new StringBuilder();
    for (byte sign : utf8(text)) {
      all.append(String.format(Locale.ROOT, "%%%02X", sign));
    }
    return all.toString();
  }

  /** Of ASCII letters: others are other bytes in capitals. */
  private static String capitals(String text) {
    return each(text, c -> String.valueOf((char) (c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
