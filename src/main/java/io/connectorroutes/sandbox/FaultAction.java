package io.connectorroutes.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a fault does to the request that it meets. */
public enum FaultAction {
  /** Answers as the fault says; the request changes nothing. */
  ANSWER("answer", Applies.NEVER, Gives.FAULT_ANSWER),
  /** Carries the request out, then answers as the fault says. */
  APPLY_THEN_ANSWER("applyThenAnswer", Applies.FIRST, Gives.FAULT_ANSWER),
  /** Closes the connection without an answer; the request changes nothing. */
  CUT("cut", Applies.NEVER, Gives.CUT),
  /** Carries the request out, then closes the connection without an answer. */
  APPLY_THEN_CUT("applyThenCut", Applies.FIRST, Gives.CUT),
  /** Waits, then carries the request out and answers it as usual. */
  DELAY("delay", Applies.AFTER_DELAY, Gives.OWN_ANSWER),
  /** Carries the request out, then waits, then answers it as usual. */
  APPLY_THEN_DELAY("applyThenDelay", Applies.FIRST, Gives.OWN_ANSWER),
  /** Never answers and keeps the connection open; the request changes nothing. */
  HANG("hang", Applies.NEVER, Gives.HANG),
  /** Carries the request out, then never answers and keeps the connection open. */
  APPLY_THEN_HANG("applyThenHang", Applies.FIRST, Gives.HANG),
  /** Leaves the item out of its batch's answer; it changes nothing. Meets items of batches only. */
  MISSING("missing", Applies.NEVER, Gives.MISSING),
  /** Carries the item out and leaves it out of its batch's answer. Meets items only. */
  APPLY_THEN_MISSING("applyThenMissing", Applies.FIRST, Gives.MISSING);

  enum Applies {
    NEVER,
    FIRST,
    AFTER_DELAY
  }

  enum Gives {
    FAULT_ANSWER,
    OWN_ANSWER,
    CUT,
    HANG,
    MISSING
  }

  private final String wireName;
  private final Applies applies;
  private final Gives gives;

  FaultAction(String wireName, Applies applies, Gives gives) {
    this.wireName = wireName;
    this.applies = applies;
    this.gives = gives;
  }

  /** The name in fault plans and in the journal; never null. */
  @JsonValue
  public String wireName() {
    return wireName;
  }

  /**
   * The action of that name.
   *
   * @throws IllegalArgumentException where there is none; names all that there are
   */
  @JsonCreator
  public static FaultAction of(String wireName) {
    return Arrays.stream(values())
        .filter(a -> a.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "action '" + wireName + "' is unknown; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(FaultAction::wireName).collect(Collectors.joining(", "));
  }

  Applies applies() {
    return applies;
  }

  Gives gives() {
    return gives;
  }
}
