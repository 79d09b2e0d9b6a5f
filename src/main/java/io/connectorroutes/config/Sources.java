package io.connectorroutes.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where settings come from: files, the environment, the command line. */
final class Sources {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private Sources() {}

  /** The settings of a properties file in UTF-8; none where there is no such file. */
  static Map<String, Setting> file(Path file) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    if (Existing.isThere(file)) {
      Properties properties = load(file);
      for (String key : properties.stringPropertyNames()) {
        settings.put(key, new Setting(key, properties.getProperty(key), file.toString()));
      }
    }
    return settings;
  }

  private static Properties load(Path file) {
    Properties properties = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipByteOrderMark(reader);
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "cannot read " + file + "; it must be a readable properties file in UTF-8", e);
    }
    return properties;
  }

  /** An editor may have put one there; it would become a part of the first key. */
  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  /** The settings given with {@code --property}, each as KEY=VALUE; the last of a key counts. */
  static Map<String, Setting> commandLine(List<String> properties) {
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            Setting.COMMAND_LINE
                + " needs KEY=VALUE: write it as in --property graph.cloud=global");
      }
      String key = property.substring(0, equals).strip();
      settings.put(key, new Setting(key, property.substring(equals + 1), Setting.COMMAND_LINE));
    }
    return settings;
  }

  /**
   * The settings of the environment: variables of known keys, of further tenants' keys, and of keys
   * that are configured elsewhere. Any other variable is somebody else's; an empty one is unset.
   */
  static Map<String, Setting> environment(
      Map<String, String> environment, Collection<String> configuredElsewhere) {
    Set<String> keys = new TreeSet<>(configuredElsewhere);
    Keys.ALL.forEach(key -> keys.add(key.name()));
    environment.keySet().forEach(variable -> keys.addAll(tenantKeys(variable)));
    Map<String, Setting> settings = new LinkedHashMap<>();
    for (String key : keys) {
      String variable = variableOf(key);
      String value = environment.get(variable);
      if (value != null && !value.isBlank()) {
        settings.put(key, new Setting(key, value, variable));
      }
    }
    return settings;
  }

  /**
   * The key of a further tenant that a variable sets; an alias has no underscore, so that one in
   * its place can only have been a dash.
   */
  static List<String> tenantKeys(String variable) {
    return Keys.ofTenants().stream()
        .map(key -> tenantVariable(key).matcher(variable))
        .filter(Matcher::matches)
        .map(match -> match.group("alias").replace('_', '-').toLowerCase(Locale.ROOT))
        .flatMap(alias -> Keys.ofTenants().stream().map(key -> key.of(alias).name()))
        .filter(key -> variableOf(key).equals(variable))
        .toList();
  }

  private static Pattern tenantVariable(Key<?> key) {
    String suffix = key.of("").name().substring(Key.TENANTS.length());
    return Pattern.compile(variableOf(Key.TENANTS) + "(?<alias>[A-Z0-9_]+)" + variableOf(suffix));
  }

  /** The variable of a key: {@code graph.client-secret} is GRAPH_CLIENT_SECRET. */
  static String variableOf(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }
}
