package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.TargetUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Secrets that were sent, to take them out of what the receiver says about them. A secret is found
 * as it is and in any case, escaped for JSON or URLs, in base64, in hexadecimal, in UTF-16, and in
 * one of these within another ({@link DecodedText}); whole, from its beginning, or any part of
 * {@value #PART} characters. What looks like a token of Entra is taken out whatever was sent. A
 * text with a secret of less than {@value #SHORTEST_TO_MASK} characters is withheld, but for a
 * UUID.
 *
 * <p>The text is cut and decoded, and each secret read once against it: the time grows with the
 * length of the secrets, the memory does not. {@code toString} shows nothing.
 */
public final class Secrets {
  /** No secret. */
  public static final Secrets NONE = new Secrets(Stream.empty());

  private static final String MASK = "******";

  /** Shorter ones stand in every text: there, masking would show the secret by its gaps. */
  private static final int SHORTEST_TO_MASK = 6;

  /** So many characters are a part that tells something, wherever in the secret they stand. */
  private static final int PART = 8;

  /** Of a longer one, base64 whose letters are in another case does not tell enough. */
  private static final int GUESSED = 200;

  private static final int BASE64_GROUP = 3;

  /** Far more than of any message is shown. */
  private static final int LONGEST_LOOKED_AT = 4_000;

  /** A JSON object's beginning in base64, as every JWT has it, and what follows. */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.-]*");

  /** An id of Graph's. Drawn by chance, it has many a short secret in one of its readings. */
  private static final Pattern RANDOM_ID =
      Pattern.compile("\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}");

  private final List<String> values;

  private Secrets(Stream<String> values) {
    this.values =
        values.filter(Objects::nonNull).filter(value -> !value.isEmpty()).distinct().toList();
  }

  /** Of these values; null and empty ones are none. */
  public static Secrets of(String... values) {
    return new Secrets(Arrays.stream(values));
  }

  /**
   * The values of the fields that Microsoft's pages "basicAuthentication" and "pkcs12Certificate"
   * hold secrets in, and what in a {@code targetUrl} can be one.
   *
   * @param body may be null
   */
  public static Secrets of(JsonNode body) {
    List<String> found = new ArrayList<>();
    if (body != null) {
      found.addAll(body.findValuesAsText("password"));
      found.addAll(body.findValuesAsText("pkcs12Value"));
      body.findValuesAsText("targetUrl").forEach(url -> found.addAll(TargetUrl.secrets(url)));
    }
    return new Secrets(found.stream());
  }

  /** These and more. */
  Secrets and(Secrets more) {
    return new Secrets(Stream.of(this, more).map(s -> s.values).flatMap(Collection::stream));
  }

  /** Whether there is none. */
  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether masking would alter the text. */
  boolean isIn(String text) {
    return !mask(text).equals(text);
  }

  /** The text without the secrets; what is too long to be shown is cut. */
  String mask(String text) {
    return mask(text, true);
  }

  /** The same, but a token that was not sent stays: a challenge is one by its form. */
  String maskSent(String text) {
    return mask(text, false);
  }

  private String mask(String text, boolean withTokens) {
    String looked = text.substring(0, Math.min(text.length(), LONGEST_LOOKED_AT));
    List<DecodedText> readings = DecodedText.readings(looked);
    if (!RANDOM_ID.matcher(looked).matches()
        && values.stream().filter(Secrets::isShort).anyMatch(value -> isIn(readings, value))) {
      return "the message is withheld: it may repeat a secret";
    }
    boolean[] secret = new boolean[looked.length()];
    if (withTokens) {
      readings.forEach(reading -> markTokens(reading, secret));
    }
    if (!values.isEmpty()) {
      markValues(readings, secret);
    }
    return masked(looked, secret);
  }

  private static boolean isShort(String value) {
    return value.length() < SHORTEST_TO_MASK;
  }

  private static boolean isIn(List<DecodedText> readings, String value) {
    return readings.stream().anyMatch(reading -> reading.toString().contains(value));
  }

  private static void markTokens(DecodedText reading, boolean[] secret) {
    for (Matcher token = JWT.matcher(reading.toString()); token.find(); ) {
      reading.mark(token.start(), token.end(), secret);
    }
  }

  private void markValues(List<DecodedText> readings, boolean[] secret) {
    List<char[]> texts = readings.stream().map(r -> TextParts.folded(r.toString())).toList();
    TextParts parts = new TextParts(texts, PART);
    for (String value : values) {
      if (!isShort(value)) {
        char[] folded = TextParts.folded(value);
        parts.find(folded);
        markBeginning(folded, readings, texts, secret);
      }
      if (!isShort(value) && value.length() < GUESSED) {
        base64(value).forEach(encoded -> parts.find(TextParts.folded(encoded)));
      }
    }
    parts.tell((reading, from) -> readings.get(reading).mark(from, from + PART, secret));
  }

  /** Shorter than a part. */
  private static void markBeginning(
      char[] value, List<DecodedText> readings, List<char[]> texts, boolean[] secret) {
    for (int length = SHORTEST_TO_MASK; length < Math.min(PART, value.length + 1); length++) {
      String beginning = new String(value, 0, length);
      for (int i = 0; i < texts.size(); i++) {
        String text = new String(texts.get(i));
        for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
          readings.get(i).mark(at, at + length, secret);
        }
      }
    }
  }

  /** At each offset. */
  private static Stream<String> base64(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, BASE64_GROUP)
        .mapToObj(skipped -> Arrays.copyOfRange(bytes, skipped, bytes.length))
        .map(rest -> Base64.getEncoder().withoutPadding().encodeToString(rest));
  }

  private static String masked(String text, boolean[] secret) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      if (!secret[at]) {
        masked.append(text.charAt(at));
      } else if (at == 0 || !secret[at - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  @Override
  public String toString() {
    return "Secrets";
  }
}
