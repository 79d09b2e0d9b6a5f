package io.connectorroutes.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The merged settings, read by key. Names and values are known to be good; a secret's reference is
 * followed only when the secret is asked for.
 */
final class Values {
  private final Map<String, Setting> settings;
  private final Path home;
  private final SecretReferences references;

  /**
   * @param settings by key, none blank
   * @throws UsageException for the first key that is unknown or whose value is out of range
   */
  Values(Map<String, Setting> settings, Path home, SecretReferences references) {
    this.settings = settings;
    this.home = home;
    this.references = references;
    settings.values().forEach(Values::check);
  }

  private static void check(Setting setting) {
    if (CamelKeys.isCamel(setting.key())) {
      CamelKeys.check(setting);
      return;
    }
    Key<?> key = KeyNames.of(setting);
    if (!(key.secret() && SecretReferences.isReference(setting.text()))) {
      key.type().parse(setting.subject(), key.secret() ? setting.text() : setting.text().strip());
    }
  }

  /** The aliases of further tenants. */
  Set<String> aliases() {
    return KeyNames.aliases(settings.keySet());
  }

  boolean has(Key<?> key) {
    return settings.containsKey(key.name());
  }

  /** The value given, or the default; null where there is neither. */
  <T> T get(Key<T> key) {
    Setting setting = settings.get(key.name());
    if (setting != null) {
      return key.type().parse(setting.subject(), setting.text().strip());
    }
    return key.defaultText() == null ? null : key.type().parse(key.name(), key.defaultText());
  }

  /** A path, absolute; relative ones are under the home. Null where there is none. */
  Path path(Key<Path> key) {
    return Optional.ofNullable(get(key)).map(home::resolve).map(Path::normalize).orElse(null);
  }

  /** A secret; null where none is given. */
  Secret secret(Key<String> key) {
    Setting setting = settings.get(key.name());
    return setting == null
        ? null
        : new Secret(
            () ->
                key.type()
                    .parse(setting.subject(), references.resolve(key.name(), setting.text())));
  }

  /** The tenant's own key where that is given, or the default tenant's, which it inherits. */
  <T> Key<T> inherited(Key<T> key, String alias) {
    return alias != null && has(key.of(alias)) ? key.of(alias) : key;
  }

  Path home() {
    return home;
  }
}
