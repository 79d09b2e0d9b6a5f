package io.connectorroutes.camel.change;

import io.connectorroutes.text.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an endpoint {@code connector-change:VERB} does, and which options it has. */
public enum ConnectorChangeVerb {
  /** To: takes one change into the ledger, from where it is delivered. */
  SUBMIT(false, "tenant", "job", "await", "timeout"),
  /** To: makes one change in the tenant at once, without a ledger. */
  CALL(false, "tenant"),
  /** From: takes the files of a folder into the ledger; one exchange for each. */
  INBOX(true, "tenant", "directory"),
  /** From: what became of changes; one exchange for each outcome. */
  OUTCOMES(true, "tenant", "subscriber", "from", "format"),
  /** From: changes that need a person; one exchange for each dead letter. */
  DEAD_LETTERS(true, "tenant", "subscriber", "from"),
  /** To: puts changes back into delivery that ended as dead letters. */
  REPLAY(false, "tenant");

  /** Without them the endpoint can do nothing. */
  private static final Set<String> REQUIRED = Set.of("directory", "subscriber");

  private final boolean isConsumed;

  /** It is one that cannot be altered. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> options;

  ConnectorChangeVerb(boolean isConsumed, String... options) {
    this.isConsumed = isConsumed;
    this.options = List.of(options);
  }

  /** Whether routes begin with it, {@code from}; else they lead to it. */
  boolean isConsumed() {
    return isConsumed;
  }

  /** Its name in a URI. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static ConnectorChangeVerb of(String name) {
    return Arrays.stream(values())
        .filter(verb -> verb.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "connector-change:" + name + " is not known: " + instead(name, names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(ConnectorChangeVerb::wireName).toList();
  }

  private static String instead(String given, List<String> known) {
    return NearestName.hint(given, known, "give one of " + String.join(", ", known));
  }

  /**
   * Makes sure that an endpoint has the options that it needs, and no others.
   *
   * @param given names of options, without those that every endpoint has
   * @throws IllegalArgumentException naming the first one that is wrong, in one line
   */
  void check(Set<String> given) {
    for (String option : new TreeSet<>(given)) {
      if (!options.contains(option)) {
        throw new IllegalArgumentException(
            this + " has no option " + option + ": " + remedy(option));
      }
    }
    for (String option : options) {
      if (REQUIRED.contains(option) && !given.contains(option)) {
        throw new IllegalArgumentException(this + " needs the option " + option + ": give it");
      }
    }
  }

  private String remedy(String option) {
    String others =
        Arrays.stream(values())
            .filter(verb -> verb.options.contains(option))
            .map(ConnectorChangeVerb::toString)
            .collect(Collectors.joining(" and "));
    return others.isEmpty() ? instead(option, options) : "leave it out, it is one of " + others;
  }

  /** As it stands in a URI. */
  @Override
  public String toString() {
    return ConnectorChangeComponent.SCHEME + ":" + wireName();
  }
}
