package io.connectorroutes.config;

import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.secret.PasswordHash;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that keys and options have. */
public final class ValueTypes {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})([a-z]*)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("", 1L, "k", 1L << 10, "m", 1L << 20, "g", 1L << 30);
  private static final String KAFKA_BROKER = "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}";
  private static final int AES_KEY_BYTES = 32;

  private ValueTypes() {}

  /** Any text. */
  public static ValueType<String> text() {
    return new ValueType<>("text", Function.identity());
  }

  /** One of the given words. */
  public static ValueType<String> oneOf(String... words) {
    return words(Arrays.asList(words), Function.identity());
  }

  /** A constant of an enum, in lower case and with dashes: {@code US_GOV_L4} is us-gov-l4. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    return words(List.of(type.getEnumConstants()), ValueTypes::wordOf);
  }

  static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> ValueType<T> words(List<T> values, Function<T, String> word) {
    String expected = "one of " + values.stream().map(word).collect(Collectors.joining(", "));
    return new ValueType<>(
        expected,
        text ->
            values.stream()
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /** {@code true} or {@code false}. */
  public static ValueType<Boolean> bool() {
    ValueType<String> words = oneOf("true", "false");
    return new ValueType<>(
        words.expected(), text -> Boolean.parseBoolean(words.reader().apply(text)));
  }

  /** A whole number in a range, both ends included. */
  public static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(
        "a whole number from " + min + " to " + max,
        text -> {
          int value = Integer.parseInt(text);
          require(value >= min && value <= max);
          return value;
        });
  }

  /** A duration in a range given in the same notation, both ends included. */
  public static ValueType<Duration> duration(String min, String max) {
    Duration least = durationOf(min);
    Duration most = durationOf(max);
    return new ValueType<>(
        "a duration from " + min + " to " + max + ": a number with ms, s, m, h or d, such as 30s",
        text -> {
          Duration value = durationOf(text);
          require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
          return value;
        });
  }

  private static Duration durationOf(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher amount = amount(text);
    Duration unit = TIME_UNITS.get(amount.group(2));
    require(unit != null);
    return unit.multipliedBy(Long.parseLong(amount.group(1)));
  }

  /** A size of at least one byte: a number of bytes, or of binary kilo-, mega- or gigabytes. */
  public static ValueType<Long> size() {
    return new ValueType<>(
        "a size of at least 1 byte: a number, or one with k, m or g, such as 512m",
        text -> {
          Matcher amount = amount(text);
          Long unit = SIZE_UNITS.get(amount.group(2));
          require(unit != null);
          long bytes = Math.multiplyExact(unit, Long.parseLong(amount.group(1)));
          require(bytes > 0);
          return bytes;
        });
  }

  /** Requests in a window, or {@code none}. */
  public static ValueType<RequestBudget> budget() {
    ValueType<Integer> requests = integer(1, 1_000_000);
    ValueType<Duration> window = duration("1ms", "1d");
    return new ValueType<>(
        "requests/window, such as 200/1m (1 to 1000000 requests in 1ms to 1d), or none",
        text -> {
          if (text.equals("none")) {
            return RequestBudget.NONE;
          }
          String[] parts = text.split("/", -1);
          require(parts.length == 2);
          return new RequestBudget(
              requests.reader().apply(parts[0]), window.reader().apply(parts[1]));
        });
  }

  /** A path of the file system. */
  public static ValueType<Path> path() {
    return new ValueType<>(
        "a path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  /** A path of a URL that begins with a slash and does not end in one. */
  public static ValueType<String> urlPath() {
    return matching(
        "a path that begins with / and has neither ? nor # nor an empty, . or .. segment",
        text -> text.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~$()-]+)+"));
  }

  /** The root URL of a server: scheme and host, perhaps a port. */
  public static ValueType<URI> rootUrl() {
    return new ValueType<>(
        "a root URL such as https://graph.example.com, without path, query and user;"
            + " http only for this machine (127.0.0.1, localhost)",
        text -> {
          URI uri = server(text, List.of("http", "https"));
          require(uri.getRawQuery() == null && uri.getRawFragment() == null);
          require(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
          require(uri.getScheme().equals("https") || Loopback.is(uri));
          return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        });
  }

  /** The URL of a token authority. */
  public static ValueType<URI> authority() {
    return new ValueType<>(
        "an https URL such as https://login.example.com", text -> server(text, List.of("https")));
  }

  /** The URL of a broker. */
  public static ValueType<URI> brokerUrl() {
    return new ValueType<>(
        "a URL that begins with amqp://, amqps:// or tcp:// and names a host, without user and"
            + " password (queue.user and queue.password are for those)",
        text -> server(text, List.of("amqp", "amqps", "tcp")));
  }

  /** Where a Kafka cluster is found. */
  public static ValueType<String> kafkaBrokers() {
    return matching(
        "host:port, several separated by commas",
        text -> text.matches("BROKER(, *BROKER)*".replace("BROKER", KAFKA_BROKER)));
  }

  /** The name of one Kafka topic. */
  public static ValueType<String> kafkaTopic() {
    return matching(
        "the name of one topic: 1 to 249 of A-Z a-z 0-9 . _ -",
        text -> text.matches("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}"));
  }

  private static URI server(String text, List<String> schemes) {
    URI uri = URI.create(text);
    require(uri.getScheme() != null && schemes.contains(uri.getScheme()));
    require(uri.getHost() != null && uri.getRawUserInfo() == null);
    return uri;
  }

  /** The URL of the ledger's database. */
  public static ValueType<String> ledgerUrl() {
    return matching(
        "jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE, without user and password"
            + " (ledger.user and ledger.password are for those)",
        text ->
            text.matches("jdbc:sqlite:(?!file:)[^:?][^?]*")
                || (text.matches("jdbc:postgresql://[^/@]+/[^@]+")
                    && !text.matches(".*[?&](user|password)=.*")));
  }

  /** A 256-bit key in base64. */
  public static ValueType<String> key() {
    return matching(
        "32 random bytes in base64 (such as `openssl rand -base64 32` prints)",
        text -> Base64.getDecoder().decode(text).length == AES_KEY_BYTES);
  }

  /** A user's name in a login of HTTP Basic, which a colon ends. */
  public static ValueType<String> userName() {
    return matching(
        "1 to 128 characters, neither a colon nor control characters among them",
        text -> text.matches("[^:\\p{Cc}]{1,128}"));
  }

  /** The hash of a password. */
  public static ValueType<String> passwordHash() {
    return new ValueType<>(
        "what connector-routes hash-password prints", text -> PasswordHash.parse(text).text());
  }

  /** Names or addresses of hosts, separated by commas; in lower case. */
  public static ValueType<List<String>> hostNames() {
    Pattern name = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+]");
    return new ValueType<>(
        "names of hosts separated by commas, without ports, such as routes.example.com",
        text -> {
          List<String> names =
              Arrays.stream(text.split(",", -1))
                  .map(host -> host.strip().toLowerCase(Locale.ROOT))
                  .toList();
          require(names.stream().allMatch(host -> name.matcher(host).matches()));
          return names;
        });
  }

  /** References to secrets that messages may use, as patterns, separated by commas. */
  public static ValueType<List<String>> secretPatterns() {
    Pattern pattern = Pattern.compile("(env|file|keyvault|change):\\S+");
    return new ValueType<>(
        "patterns separated by commas, each beginning with env:, file:, keyvault: or change:,"
            + " such as env:CONNECTOR_*,file:secrets/**",
        text -> {
          List<String> patterns = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
          require(patterns.stream().allMatch(p -> pattern.matcher(p).matches()));
          return patterns;
        });
  }

  /** An endpoint URI of Camel. */
  public static ValueType<String> endpointUri() {
    return matching(
        "a Camel endpoint URI such as file:folder or jms:queue:name",
        text -> text.matches("[a-z][A-Za-z0-9.+-]*:.+"));
  }

  private static ValueType<String> matching(String expected, Predicate<String> test) {
    return new ValueType<>(
        expected,
        text -> {
          require(test.test(text));
          return text;
        });
  }

  private static Matcher amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    require(matcher.matches());
    return matcher;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }
}
