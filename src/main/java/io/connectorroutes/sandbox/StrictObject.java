package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of a request's body, read property by property; what was not asked for by the
 * time of {@link #noMore()} is refused by name.
 */
final class StrictObject {
  private final ObjectNode object;
  private final String where;
  private final Set<String> asked = new HashSet<>();

  private StrictObject(ObjectNode object, String where) {
    this.object = object;
    this.where = where;
  }

  /**
   * The body of a request.
   *
   * @throws Refusal where it is missing or no object
   */
  static StrictObject body(JsonNode body) {
    return new StrictObject(objectOf(body, "The request body"), "");
  }

  /**
   * An object within this one.
   *
   * @return empty where the property is absent
   * @throws Refusal where it is no object
   */
  Optional<StrictObject> object(String name) {
    asked.add(name);
    return Optional.ofNullable(object.get(name))
        .map(v -> new StrictObject(objectOf(v, property(name)), where + name + "."));
  }

  /**
   * A string that must be there; it may be empty.
   *
   * @throws Refusal where it is missing or no string
   */
  String required(String name) {
    return optional(name).orElseThrow(() -> missing(name));
  }

  /**
   * A string that need not be there.
   *
   * @throws Refusal where it is there and no string
   */
  Optional<String> optional(String name) {
    asked.add(name);
    JsonNode value = object.get(name);
    if (value != null && !value.isTextual()) {
      throw Refusal.badRequest(property(name) + " must be a string.");
    }
    return Optional.ofNullable(value).map(JsonNode::textValue);
  }

  /**
   * A string that must not be empty where it is there.
   *
   * @throws Refusal where it is there and no string, or empty
   */
  Optional<String> name(String name) {
    Optional<String> value = optional(name);
    if (value.filter(String::isBlank).isPresent()) {
      throw Refusal.badRequest(property(name) + " must not be empty.");
    }
    return value;
  }

  /**
   * A string that is one of a set where it is there.
   *
   * @throws Refusal names what is allowed
   */
  Optional<String> oneOf(String name, Set<String> allowed) {
    Optional<String> value = optional(name);
    if (value.filter(v -> !allowed.contains(v)).isPresent()) {
      throw Refusal.badRequest(
          property(name)
              + " must be one of "
              + String.join(", ", allowed.stream().sorted().toList()));
    }
    return value;
  }

  /**
   * An absolute http or https URL where it is there.
   *
   * @throws Refusal where it is something else
   */
  Optional<String> url(String name) {
    Optional<String> value = optional(name);
    if (value.filter(v -> !isHttpUrl(v)).isPresent()) {
      throw Refusal.badRequest(property(name) + " must be an absolute URL.");
    }
    return value;
  }

  /**
   * A secret that must be there: a string, and not what Graph shows in its place.
   *
   * @throws Refusal where it is missing, no string or masked
   */
  String secret(String name) {
    String value = required(name);
    if (value.equals(SandboxJson.MASK)) {
      throw Refusal.badRequest(property(name) + " is masked; send the value itself.");
    }
    return value;
  }

  /**
   * The type annotation, without a leading {@code #}; Microsoft's pages show both forms.
   *
   * @return empty where there is none
   * @throws Refusal where it is no string
   */
  Optional<String> type() {
    return optional("@odata.type").map(t -> t.startsWith("#") ? t.substring(1) : t);
  }

  /**
   * Allows a type annotation, of this type only.
   *
   * @throws Refusal where there is another
   */
  void typeMayBe(String type) {
    if (type().filter(t -> !t.equals(type)).isPresent()) {
      throw Refusal.badRequest(property("@odata.type") + " must be #" + type + ".");
    }
  }

  /** Lets a property pass, whatever its value. */
  void ignore(String name) {
    asked.add(name);
  }

  boolean isEmpty() {
    return object.isEmpty();
  }

  /**
   * Ends the reading.
   *
   * @throws Refusal where there is a property that was not asked for
   */
  void noMore() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!asked.contains(name)) {
                throw Refusal.badRequest(property(name) + " is unknown.");
              }
            });
  }

  /** The refusal of a body without a property. */
  Refusal missing(String name) {
    return Refusal.badRequest(property(name) + " is missing.");
  }

  private String property(String name) {
    return "Property '" + where + name + "'";
  }

  private static ObjectNode objectOf(JsonNode node, String what) {
    if (node instanceof ObjectNode found) {
      return found;
    }
    throw Refusal.badRequest(what + " must be a JSON object.");
  }

  private static boolean isHttpUrl(String value) {
    try {
      URI uri = new URI(value);
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme())
              || "http".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
