package io.connectorroutes.text;

import java.util.Optional;
import java.util.stream.Stream;

/** What an exception was caused by. Its causes may lead back to itself: 20 are looked at. */
public final class Causes {
  /** So many of an exception and its causes are looked at. */
  public static final int MOST = 20;

  private Causes() {}

  /** An exception, its cause, that one's cause, and so on. */
  public static Stream<Throwable> of(Throwable failure) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(MOST);
  }

  /** The first of that type among an exception and its causes. */
  public static <T> Optional<T> first(Throwable failure, Class<T> type) {
    return of(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The last of an exception's causes; itself where it has none. */
  public static Throwable innermost(Throwable failure) {
    return of(failure).reduce((outer, inner) -> inner).orElse(failure);
  }
}
