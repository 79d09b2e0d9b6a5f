package io.connectorroutes.change;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Points in time as messages write them. */
final class Timestamps {
  private Timestamps() {}

  /**
   * The instant of an RFC 3339 date-time; its shape is held by the schema's pattern.
   *
   * @throws java.time.DateTimeException where there is no such day or time
   */
  static Instant parse(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
