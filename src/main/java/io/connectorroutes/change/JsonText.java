package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** How JSON input is parsed, and how its faults are told. */
final class JsonText {
  /** Field names are not pooled: a sender could fill such a pool. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(StrictText.LONGEST_ROW).build())
          .build();

  private JsonText() {}

  /** A fault as words that follow "the file" or "the line"; quotes nothing of the text. */
  static String fault(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    if (e instanceof JsonEOFException) {
      return "is cut short" + where + ": a value is not closed";
    }
    if (e instanceof StreamConstraintsException) {
      return "nests too deep or holds too long a name, number or text" + where;
    }
    return "is not valid JSON" + where;
  }
}
