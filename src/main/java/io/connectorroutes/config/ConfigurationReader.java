package io.connectorroutes.config;

import io.connectorroutes.secret.KeyVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the configuration. What is given with {@code --property} wins over the environment, which
 * wins over the home's file, which wins over the distribution's, which wins over the defaults. A
 * blank value stands for the default; in the environment it counts as not set.
 */
public final class ConfigurationReader {
  private static final Path FILE = Path.of("config", "application.properties");

  private final Path distribution;
  private final Map<String, String> environment;
  private final Function<Configuration, KeyVault> keyVaults;

  /**
   * @param distribution folder of the unpacked distribution; null where there is none
   * @param environment the process's environment
   * @param keyVaults gives what reads from the key vaults of a configuration's cloud; asked once
   *     for each, when it is first needed
   */
  public ConfigurationReader(
      Path distribution,
      Map<String, String> environment,
      Function<Configuration, KeyVault> keyVaults) {
    this.distribution = distribution;
    this.environment = Map.copyOf(environment);
    this.keyVaults = keyVaults;
  }

  /** Folder of the unpacked distribution; null where there is none. */
  public Path distribution() {
    return distribution;
  }

  /**
   * Reads and checks everything; creates nothing.
   *
   * @param home absolute, or under the working directory; need not exist
   * @param properties each KEY=VALUE; the last of a key counts
   * @throws UsageException naming the first key that is unknown, out of range, missing or at odds
   *     with another one
   */
  public Configuration read(Path home, List<String> properties) {
    Path absolute = home.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new UsageException(absolute + " is not a folder: --home needs one");
    }
    return checked(absolute, merge(absolute, properties), false);
  }

  /**
   * Checks what an application around the routes has set; neither files nor the environment are
   * read, secrets that are references aside. What the application does not ask for is off there:
   * inbox, management server, dead letters and outcome log. Creates nothing.
   *
   * @param home absolute, or under the working directory; need not exist
   * @param settings by key
   * @param origin where they were set, for messages
   * @throws UsageException as {@link #read}
   */
  public Configuration of(Path home, Map<String, String> settings, String origin) {
    Map<String, Setting> given = new TreeMap<>();
    settings.forEach((key, text) -> given.put(key, new Setting(key, text, origin)));
    return checked(home.toAbsolutePath().normalize(), given, true);
  }

  private Configuration checked(Path home, Map<String, Setting> settings, boolean embedded) {
    settings.values().removeIf(setting -> setting.text().isBlank());
    return new Configuration(
        settings,
        home,
        new SecretReferences(home, environment),
        keyVaults,
        distribution == null ? null : distribution.resolve("routes"),
        embedded);
  }

  private Map<String, Setting> merge(Path home, List<String> properties) {
    Map<String, Setting> settings = new TreeMap<>();
    if (distribution != null) {
      settings.putAll(Sources.file(distribution.resolve(FILE)));
    }
    settings.putAll(Sources.file(home.resolve(FILE)));
    settings.putAll(Sources.environment(environment, settings.keySet()));
    settings.putAll(Sources.commandLine(properties));
    return settings;
  }
}
