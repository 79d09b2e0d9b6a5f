package io.connectorroutes.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which of Camel's own keys are taken. Camel has many hundreds; among them are those that show
 * bodies with their passwords in the log, open ports, or suspend the routes.
 */
final class CamelKeys {
  private static final String PREFIX = "camel.";
  private static final String COMPONENT = "camel.component.";
  private static final String KAFKA = COMPONENT + "kafka.";

  /** Without dashes and in lower case, since Camel takes a key in several spellings. */
  private static final List<String> GROUPS =
      List.of(COMPONENT, "camel.ssl.", "camel.opentelemetry2.");

  private static final Set<String> OF_MAIN =
      Set.of(
          "camel.main.name",
          "camel.main.shutdowntimeout",
          "camel.main.usemdclogging",
          "camel.main.messagehistory");

  /** Ours, whose settings are part of what is promised; and what could load further keys. */
  private static final Set<String> OUR_COMPONENTS =
      Set.of("http", "https", "ledger", "connectorchange", "properties");

  /** What the names of secret options have in them. */
  private static final List<String> SECRET =
      List.of(
          "password", "passphrase", "secret", "token", "jaas", "credential", "accesskey", "sslkey");

  private CamelKeys() {}

  /** Whether a key is Camel's own, taken or not. */
  static boolean isCamel(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /** Camel's keys among the settings, as they were given. */
  static Map<String, String> of(Stream<Setting> settings) {
    Map<String, String> camel = new TreeMap<>();
    settings
        .filter(setting -> isCamel(setting.key()))
        .forEach(setting -> camel.put(setting.key(), setting.text()));
    return Map.copyOf(camel);
  }

  /**
   * Makes sure that a key of Camel's is one of those that are taken. In another application Camel
   * is the application's, and only what our own component of Kafka needs is taken.
   *
   * @throws UsageException naming it where it is not
   */
  static void check(Setting setting, boolean embedded) {
    String name = plain(setting.key());
    if (embedded) {
      checkEmbedded(setting, name);
      return;
    }
    boolean taken =
        OF_MAIN.contains(name)
            || (GROUPS.stream().anyMatch(name::startsWith) && !isOfOurComponents(name));
    if (!taken) {
      throw new UsageException(
          setting.subject()
              + " is none of the keys of Camel that are taken (camel.component.*, camel.ssl.*,"
              + " camel.opentelemetry2.* and a few of camel.main.*): remove it, or see"
              + " docs/configuration.md");
    }
  }

  private static void checkEmbedded(Setting setting, String name) {
    if (!name.startsWith(KAFKA)) {
      throw new UsageException(
          setting.subject()
              + " is not taken here, where Camel is the application's: remove it, or set it as a"
              + " key of the application (of Camel's keys camel.component.kafka.* alone are"
              + " taken)");
    }
  }

  /** The settings of our component of Kafka, by option as it was given. */
  static Map<String, String> ofKafka(Stream<Setting> settings) {
    Map<String, String> options = new TreeMap<>();
    settings
        .filter(setting -> plain(setting.key()).startsWith(KAFKA))
        .forEach(setting -> options.put(setting.key().substring(KAFKA.length()), setting.text()));
    return options;
  }

  /** Whether its value can be a secret. */
  static boolean isSecret(String key) {
    String name = plain(key);
    return SECRET.stream().anyMatch(name::contains);
  }

  private static boolean isOfOurComponents(String name) {
    return name.startsWith(COMPONENT)
        && OUR_COMPONENTS.contains(name.substring(COMPONENT.length()).replaceFirst("\\..*", ""));
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }
}
