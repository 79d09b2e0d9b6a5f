package io.connectorroutes.config;

import io.connectorroutes.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the key of a name, further tenants' keys included. */
final class KeyNames {
  private static final Pattern TENANT_KEY = Pattern.compile("graph\\.tenants\\.([a-z0-9-]+)\\..*");

  private KeyNames() {}

  /** The aliases that further tenants' keys name, in alphabetical order. */
  static Set<String> aliases(Collection<String> names) {
    Set<String> aliases = new TreeSet<>();
    names.stream().flatMap(name -> alias(name).stream()).forEach(aliases::add);
    return aliases;
  }

  /**
   * The key of a setting.
   *
   * @param embedded whether the keys of other applications are meant
   * @throws UsageException naming the nearest key where there is none
   */
  static Key<?> of(Setting setting, boolean embedded) {
    List<Key<?>> known = knownFor(setting.key(), embedded);
    return known.stream()
        .filter(key -> key.name().equals(setting.key()))
        .findFirst()
        .orElseThrow(() -> unknown(setting, known));
  }

  private static List<Key<?>> knownFor(String name, boolean embedded) {
    Stream<Key<?>> ofTenant =
        alias(name).stream()
            .flatMap(alias -> Keys.ofTenants().stream().<Key<?>>map(key -> key.of(alias)));
    Stream<Key<?>> ofApplications = embedded ? Keys.EMBEDDED.stream() : Stream.of();
    return Stream.of(Keys.ALL.stream(), ofTenant, ofApplications)
        .<Key<?>>flatMap(keys -> keys)
        .toList();
  }

  private static Optional<String> alias(String name) {
    Matcher matcher = TENANT_KEY.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static UsageException unknown(Setting setting, List<Key<?>> known) {
    if (setting.key().startsWith(Key.TENANTS) && alias(setting.key()).isEmpty()) {
      return new UsageException(
          setting.subject()
              + " is not a key: write graph.tenants.ALIAS.KEY with an alias of a-z, 0-9 and -");
    }
    String hint =
        NearestName.hint(
            setting.key(),
            known.stream().map(Key::name).toList(),
            "remove it, or see docs/configuration.md for the keys there are");
    return new UsageException(setting.subject() + " is not a key: " + hint);
  }
}
