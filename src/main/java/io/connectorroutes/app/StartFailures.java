package io.connectorroutes.app;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.text.Causes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.util.ObjectHelper;

/** Says in one line what keeps the routes from being started. */
final class StartFailures {
  /** What Camel says of an option; it does not repeat the value. */
  private static final Pattern UNKNOWN_COMPONENT =
      Pattern.compile("Error configuring property: (\\S+) because");

  private StartFailures() {}

  /** What to tell of a failed start; the failure itself where nothing better is known. */
  static Exception explained(Exception failure) {
    return Optional.<Exception>ofNullable(find(failure, UsageException.class))
        .or(
            () ->
                Optional.ofNullable(find(failure, PropertyBindingException.class)).map(e -> of(e)))
        .or(() -> unknownComponent(failure))
        .or(() -> routeOf(failure).map(route -> of(route, failure)))
        .orElse(failure);
  }

  private static UsageException of(PropertyBindingException e) {
    // The prefix ends in a dot for some groups and not for others.
    String prefix = e.getOptionPrefix() == null ? "" : e.getOptionPrefix() + ".";
    String key =
        e.getOptionKey() == null
            ? e.getPropertyName()
            : prefix.replace("..", ".") + e.getOptionKey();
    return new UsageException(
        key + " is no option that Camel knows, or its value does not fit: mend or remove it", e);
  }

  private static Optional<Exception> unknownComponent(Exception failure) {
    Matcher message = UNKNOWN_COMPONENT.matcher(String.valueOf(failure.getMessage()));
    return message.lookingAt()
        ? Optional.of(
            new UsageException(
                message.group(1) + ": there is no such Camel component here: remove it", failure))
        : Optional.empty();
  }

  private static Optional<String> routeOf(Exception failure) {
    FailedToCreateRouteException made = find(failure, FailedToCreateRouteException.class);
    FailedToStartRouteException started = find(failure, FailedToStartRouteException.class);
    return Optional.ofNullable(made)
        .map(FailedToCreateRouteException::getRouteId)
        .or(() -> Optional.ofNullable(started).map(FailedToStartRouteException::getRouteId));
  }

  private static UsageException of(String route, Exception failure) {
    return new UsageException(
        "the route "
            + route
            + " cannot be started: "
            + Causes.innermost(failure).getMessage()
            + ": mend it",
        failure);
  }

  private static <T extends Throwable> T find(Exception failure, Class<T> type) {
    return ObjectHelper.getException(type, failure);
  }
}
