package io.connectorroutes.plan;

/** What a row would do. */
public enum Action {
  /** A new object. */
  CREATE('+', "create"),
  /** Other values for what is there. */
  UPDATE('~', "update"),
  /** The object is gone afterwards. */
  DELETE('-', "delete"),
  /** The tenant stays as it is. */
  NO_OP('=', "no-op"),
  /** It would be rejected or fail. */
  CANNOT_WORK('!', "cannotWork"),
  /** It would fail, since several objects have the name. */
  FITS_TWICE('?', "fitsTwice");

  private final char sign;
  private final String wireName;

  Action(char sign, String wireName) {
    this.sign = sign;
    this.wireName = wireName;
  }

  /** As a person sees it. */
  public char sign() {
    return sign;
  }

  /** As programs see it. */
  public String wireName() {
    return wireName;
  }
}
