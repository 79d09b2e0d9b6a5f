package io.connectorroutes.ledger;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Who subscribes.
 *
 * @param name 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}; one of outcomes and one
 *     of dead letters may have the same name, and have nothing in common
 * @param worker who reads for it; of several that do so at the same time, each has its own name
 * @param from where it begins; counts the first time that the name is used in the ledger
 * @param tenants whether it wants what is of a tenant, by its alias, null for the default tenant
 */
public record Subscriber(String name, String worker, From from, Predicate<String> tenants) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Where a subscriber begins. */
  public enum From {
    /** With what is settled from now on. */
    NOW,
    /** With all that the ledger still has. */
    EARLIEST
  }

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException in one line, where it is none
   */
  public Subscriber {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a subscriber needs a name of 1 to 64 letters, digits, '.', '_' and '-', such as"
              + " billing");
    }
  }

  /** A subscriber to what is of any tenant. */
  public Subscriber(String name, String worker, From from) {
    this(name, worker, from, tenant -> true);
  }
}
