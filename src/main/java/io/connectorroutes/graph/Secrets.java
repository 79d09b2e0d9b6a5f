package io.connectorroutes.graph;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.TargetUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Secrets that were sent, to take them out of what the receiver says about them: as they are,
 * escaped for JSON or URLs, in base64, in any case, and their beginnings, where a message was cut.
 */
final class Secrets {
  private static final String MASK = "******";

  /** Shorter ones stand in every text: there, masking would show the secret by its gaps. */
  private static final int SHORTEST_TO_MASK = 6;

  /** No message is shown that far. */
  private static final int LONGEST_LOOKED_AT = 10_000;

  /** A backslash, the letter u and four hex digits. */
  private static final int ESCAPE_LENGTH = 6;

  private static final HexFormat HEX = HexFormat.of();

  private final List<String> shortValues;
  private final List<Form> forms;

  /**
   * A way to write a secret.
   *
   * @param shortest length of a beginning that is masked
   */
  private record Form(String text, int shortest) {
    /** How much of the text is this form's beginning from there on; 0 for too little. */
    int matchedAt(String in, int at) {
      if (text.length() < shortest || !in.regionMatches(true, at, text, 0, shortest)) {
        return 0;
      }
      int length = shortest;
      while (length < text.length() && in.regionMatches(true, at + length, text, length, 1)) {
        length++;
      }
      return length;
    }

    @Override
    public String toString() {
      return "Form";
    }
  }

  private Secrets(Stream<String> values) {
    List<String> given =
        values
            .filter(value -> value != null && !value.isEmpty())
            .map(value -> value.substring(0, Math.min(value.length(), LONGEST_LOOKED_AT)))
            .toList();
    shortValues = given.stream().filter(value -> value.length() < SHORTEST_TO_MASK).toList();
    forms =
        given.stream()
            .filter(value -> value.length() >= SHORTEST_TO_MASK)
            .flatMap(Secrets::forms)
            .distinct()
            .toList();
  }

  /** Of one value; null for none. */
  static Secrets of(String value) {
    return new Secrets(Stream.ofNullable(value));
  }

  /**
   * The values of the fields that Microsoft's pages "basicAuthentication" and "pkcs12Certificate"
   * hold secrets in, and what in a {@code targetUrl} can be one.
   *
   * @param body may be null
   */
  static Secrets of(JsonNode body) {
    List<String> found = new ArrayList<>();
    if (body != null) {
      found.addAll(body.findValuesAsText("password"));
      found.addAll(body.findValuesAsText("pkcs12Value"));
      body.findValuesAsText("targetUrl").forEach(url -> found.addAll(TargetUrl.secrets(url)));
    }
    return new Secrets(found.stream());
  }

  private static Stream<Form> forms(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
    StringBuilder escaped = new StringBuilder(value.length() * ESCAPE_LENGTH);
    value.chars().forEach(unit -> escaped.append("\\u").append(HEX.toHexDigits((char) unit)));
    return Stream.concat(
        Stream.of(
                value,
                new String(JsonStringEncoder.getInstance().quoteAsString(value)),
                url,
                url.replace("+", "%20"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes))
            .map(text -> new Form(text, SHORTEST_TO_MASK)),
        Stream.of(new Form(escaped.toString(), SHORTEST_TO_MASK * ESCAPE_LENGTH)));
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return shortValues.isEmpty() && forms.isEmpty();
  }

  /** Whether masking would alter the text. */
  boolean isIn(String text) {
    return !isEmpty() && !mask(text).equals(text);
  }

  /** The text without the secrets; what is too long to be shown is cut. */
  String mask(String text) {
    if (isEmpty()) {
      return text;
    }
    String looked = text.substring(0, Math.min(text.length(), LONGEST_LOOKED_AT));
    if (shortValues.stream().anyMatch(looked::contains)) {
      return "the message is withheld: it may repeat a secret";
    }
    StringBuilder masked = new StringBuilder(looked.length());
    int at = 0;
    while (at < looked.length()) {
      int length = matchedAt(looked, at);
      if (length == 0) {
        masked.append(looked.charAt(at));
        at++;
      } else {
        masked.append(MASK);
        at += length;
      }
    }
    return masked.toString();
  }

  private int matchedAt(String text, int at) {
    return forms.stream().mapToInt(form -> form.matchedAt(text, at)).max().orElse(0);
  }
}
