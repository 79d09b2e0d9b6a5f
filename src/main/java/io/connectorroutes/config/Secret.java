package io.connectorroutes.config;

import java.util.function.Supplier;

/**
 * A secret value, or a reference to one that is looked up when it is asked for, so that a command
 * that does not need it needs no key vault either. {@code toString} does not show it.
 */
public final class Secret {
  private final Supplier<String> value;

  Secret(Supplier<String> value) {
    this.value = value;
  }

  /**
   * The value; never null.
   *
   * @throws UsageException naming the key where its reference leads to nothing, or where the value
   *     is not what the key needs
   */
  public String reveal() {
    return value.get();
  }

  /** The value of a secret; null where there is none. */
  public static String revealOrNull(Secret secret) {
    return secret == null ? null : secret.reveal();
  }

  @Override
  public String toString() {
    return "******";
  }
}
