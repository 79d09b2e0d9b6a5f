package io.connectorroutes.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys as another application names them among its own properties, {@code
 * connector-routes.KEY}.
 *
 * @param known every key that there is, further tenants' included
 * @param named what the application writes after the prefix, keys or not
 */
public record HostKeys(Set<String> known, Set<String> named) {
  /** What the names begin with. */
  public static final String PREFIX = "connector-routes.";

  private static final String VARIABLE = Sources.variableOf(PREFIX);

  /**
   * The keys that some names stand for.
   *
   * @param names of properties and of variables of the environment, whoever they are for
   */
  public static HostKeys of(Collection<String> names) {
    Set<String> named =
        names.stream()
            .filter(HostKeys::isOurs)
            .map(name -> name.substring(PREFIX.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>();
    Stream.concat(Keys.ALL.stream(), Keys.EMBEDDED.stream()).map(Key::name).forEach(known::add);
    // In an application that takes other spellings a tenant may be known by one of those alone.
    names.stream().flatMap(HostKeys::ofTenant).forEach(known::add);
    return new HostKeys(known, named);
  }

  /** The key that a name is in another spelling, such as {@code graph.clientId}. */
  public Optional<String> otherSpelling(String name) {
    return known.stream().filter(key -> plain(key).equals(plain(name))).findFirst();
  }

  /** Whether a property is one of ours, in the spelling of the documentation. */
  public static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * Whether a value of {@code enabled} turns the routes on.
   *
   * @throws UsageException where it is neither true nor false
   */
  public static boolean isEnabled(String text) {
    // Without the table of keys: where the routes are off, none of their classes is needed.
    return !text.isBlank() && ValueTypes.bool().parse(PREFIX + "enabled", text.strip());
  }

  /** The keys of the tenant that a name, in whatever spelling, is about. */
  private static Stream<String> ofTenant(String name) {
    if (name.startsWith(VARIABLE)) {
      return Sources.tenantKeys(name.substring(VARIABLE.length())).stream();
    }
    String[] words = name.split("\\.", -1);
    boolean isTenants =
        words.length > 3
            && plain(words[0]).equals("connectorroutes")
            && List.of("graph", "tenants").equals(List.of(plain(words[1]), plain(words[2])));
    Function<Key<?>, String> ofAlias = key -> key.of(words[3]).name();
    return isTenants ? Keys.ofTenants().stream().map(ofAlias) : Stream.of();
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }
}
