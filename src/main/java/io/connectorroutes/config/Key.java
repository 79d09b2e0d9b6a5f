package io.connectorroutes.config;

/**
 * A key of the configuration.
 *
 * @param name as it is written in a file and after {@code --property}
 * @param type what its value must be
 * @param defaultText its value where none is given; null for none
 * @param defaultNote what holds where none is given, for the documentation; null where {@code
 *     defaultText} says it
 * @param secret whether its value is secret, and may be a reference to one
 * @param ofTenant whether it is also there for each further tenant, as {@code
 *     graph.tenants.ALIAS.…}
 * @param description what it does, for the documentation; one sentence without a full stop
 * @param <T> the type of its value
 */
public record Key<T>(
    String name,
    ValueType<T> type,
    String defaultText,
    String defaultNote,
    boolean secret,
    boolean ofTenant,
    String description) {
  private static final String GRAPH = "graph.";
  static final String TENANTS = "graph.tenants.";

  static <T> Key<T> of(String name, ValueType<T> type, String defaultText, String description) {
    return new Key<>(name, type, defaultText, null, false, false, description);
  }

  Key<T> defaultNote(String note) {
    return new Key<>(name, type, defaultText, note, secret, ofTenant, description);
  }

  Key<T> asSecret() {
    return new Key<>(name, type, defaultText, defaultNote, true, ofTenant, description);
  }

  Key<T> perTenant() {
    return new Key<>(name, type, defaultText, defaultNote, secret, true, description);
  }

  /** The same key of a further tenant; only for keys that are {@code ofTenant}. */
  Key<T> of(String alias) {
    return new Key<>(
        TENANTS + alias + "." + name.substring(GRAPH.length()),
        type,
        defaultText,
        defaultNote,
        secret,
        true,
        description);
  }
}
