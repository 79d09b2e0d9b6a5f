package io.connectorroutes.camel;

import io.connectorroutes.config.HostKeys;
import io.connectorroutes.config.UsageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertiesLookupListener;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The settings {@code connector-routes.*} of the application around. Their values come from the
 * context's {@link PropertiesComponent} alone, one by one, so that what wins over what, other
 * spellings and placeholders are the application's matter. Which names there are is asked where
 * each kind of application keeps them: further tenants and misspelt keys are not known beforehand.
 */
final class HostSettings {
  /** Spring's bean with all properties; its component of properties answers single names alone. */
  private static final String SPRING = "environment";

  private final CamelContext context;
  private final PropertiesComponent properties;

  HostSettings(CamelContext context) {
    this.context = context;
    this.properties = context.getPropertiesComponent();
  }

  /** Whether they are to be read at all. */
  boolean areEnabled() {
    return value("enabled").map(HostKeys::isEnabled).orElse(false);
  }

  /**
   * The settings by key, without the prefix.
   *
   * @throws UsageException for a value that the application cannot give
   */
  Map<String, String> read() {
    List<PropertiesLookupListener> listeners = takeListenersOff();
    try {
      return unheard();
    } finally {
      listeners.forEach(properties::addPropertiesLookupListener);
    }
  }

  /**
   * Whoever listens to lookups would keep the secrets among the settings: Camel Main logs what was
   * looked up, and knows few of the names that a secret has.
   */
  private List<PropertiesLookupListener> takeListenersOff() {
    if (!(properties instanceof org.apache.camel.component.properties.PropertiesComponent camels)) {
      return List.of();
    }
    List<PropertiesLookupListener> listeners = List.copyOf(camels.getPropertiesLookupListeners());
    listeners.forEach(camels::removePropertiesLookupListener);
    return listeners;
  }

  private Map<String, String> unheard() {
    HostKeys keys = HostKeys.of(names());
    Map<String, String> settings = new TreeMap<>();
    keys.known().forEach(key -> value(key).ifPresent(text -> settings.put(key, text)));
    for (String name : keys.named()) {
      boolean isRead =
          settings.containsKey(name)
              || keys.otherSpelling(name).filter(settings::containsKey).isPresent();
      if (!isRead) {
        // Of a key that is none, so that it is refused by its name.
        settings.put(name, value(name).orElseThrow(() -> unresolved(name)));
      }
    }
    return settings;
  }

  private static UsageException unresolved(String key) {
    return new UsageException(
        key + " has no value: what it refers to is not there; set that, or remove the key");
  }

  private Optional<String> value(String key) {
    String name = HostKeys.PREFIX + key;
    // A component that ignores what is missing gives back the question.
    return properties.resolveProperty(name).filter(text -> !text.equals("{{" + name + "}}"));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    names.addAll(properties.loadProperties(HostKeys::isOurs).stringPropertyNames());
    // Whether they count is the application's matter.
    System.getProperties().stringPropertyNames().stream()
        .filter(HostKeys::isOurs)
        .filter(name -> value(name.substring(HostKeys.PREFIX.length())).isPresent())
        .forEach(names::add);
    names.addAll(System.getenv().keySet());
    namesOfSpring(context.getRegistry().lookupByName(SPRING), names);
    return names;
  }

  /** By reflection, so that nothing of Spring is needed where there is none. */
  private static void namesOfSpring(Object environment, List<String> names) {
    if (call(environment, "getPropertySources") instanceof Iterable<?> sources) {
      for (Object source : sources) {
        if (call(source, "getPropertyNames") instanceof String[] found) {
          names.addAll(List.of(found));
        }
      }
    }
  }

  /** Null where the object has no such method, or is none. */
  private static Object call(Object object, String method) {
    Class<?> type = object == null ? null : object.getClass();
    while (type != null && !Modifier.isPublic(type.getModifiers())) {
      type = type.getSuperclass();
    }
    try {
      return type == null ? null : type.getMethod(method).invoke(object);
    } catch (NoSuchMethodException e) {
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the names of the application's properties", e);
    }
  }
}
