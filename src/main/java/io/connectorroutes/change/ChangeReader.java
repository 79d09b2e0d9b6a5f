package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns rows into changes, or says what is wrong with them. Safe for use by many threads. */
public final class ChangeReader {
  private static final Pattern CHANGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final List<String> OPERATIONS =
      Arrays.stream(Operation.values()).map(Operation::wireName).toList();

  private static final BigDecimal LARGEST_REVISION = BigDecimal.valueOf(Long.MAX_VALUE);

  private final ChangeSchema schema = new ChangeSchema(SchemaDocument.load());

  /**
   * A row that was read: a change, or what is wrong with it.
   *
   * @param change null where there are problems; its secrets may still be references
   * @param problems empty for a valid row
   */
  public record Read(ConnectorChange change, List<FieldProblem> problems) {}

  /** Whether a text can be the id of a change: 1 to 128 of {@code A-Z a-z 0-9 . _ : -}. */
  public static boolean isChangeId(String text) {
    return CHANGE_ID.matcher(text).matches();
  }

  /**
   * Reads a row. The change is normalised: a certificate without a password gets the empty one, as
   * Microsoft Graph wants it sent ("pkcs12Certificate resource type").
   *
   * @param row never null; not altered
   * @param otherwise the identity of the change where the row holds none
   */
  public Read read(ObjectNode row, String otherwise) {
    JsonNode name = row.get("operation");
    Optional<Operation> operation =
        name == null || !name.isTextual() ? Optional.empty() : Operation.of(name.textValue());
    if (operation.isEmpty()) {
      return new Read(null, List.of(operationProblem(name)));
    }
    List<FieldProblem> problems = problems(operation.get(), row);
    if (!problems.isEmpty()) {
      return new Read(null, problems);
    }
    JsonNode changeId = row.get("changeId");
    ConnectorChange change =
        ChangeJson.of(row, changeId == null ? otherwise : changeId.textValue());
    return new Read(EmptyPasswords.filledIn(change), List.of());
  }

  private List<FieldProblem> problems(Operation operation, ObjectNode row) {
    List<FieldProblem> problems = new ArrayList<>();
    revisionProblem(row).ifPresent(problems::add);
    if (problems.isEmpty()) {
      problems.addAll(schema.problems(operation, row));
    }
    if (problems.isEmpty()) {
      timeProblem(row).ifPresent(problems::add);
      urlProblem(row).ifPresent(problems::add);
    }
    return problems;
  }

  private static FieldProblem operationProblem(JsonNode name) {
    String known = "give one of " + String.join(", ", OPERATIONS);
    if (name == null) {
      return new FieldProblem("operation", "operation is missing: " + known);
    }
    if (!name.isTextual()) {
      return new FieldProblem("operation", "operation must be text: " + known);
    }
    String remedy =
        NearestName.of(name.textValue(), OPERATIONS)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse(known);
    String shown = Shown.name(name.textValue());
    return new FieldProblem("operation", "operation " + shown + " is not known: " + remedy);
  }

  /** Before the schema, whose library loses its way in numbers such as 1e999999999. */
  private static Optional<FieldProblem> revisionProblem(ObjectNode row) {
    JsonNode revision = row.get("revision");
    if (revision == null
        || !revision.isNumber()
        || (revision.decimalValue().signum() >= 0
            && revision.decimalValue().compareTo(LARGEST_REVISION) <= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new FieldProblem(
            "revision",
            "revision is out of range: give a whole number from 0 to " + LARGEST_REVISION));
  }

  /** The schema's pattern lets a 30th of February pass. */
  private static Optional<FieldProblem> timeProblem(ObjectNode row) {
    JsonNode notBefore = row.get("notBefore");
    if (notBefore == null) {
      return Optional.empty();
    }
    try {
      Timestamps.parse(notBefore.textValue());
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(
          new FieldProblem(
              "notBefore",
              "notBefore is no day or time that exists: give an RFC 3339 time such as"
                  + " 2026-01-31T08:00:00Z"));
    }
  }

  /** The schema's pattern cannot say what a URL is in full. */
  private static Optional<FieldProblem> urlProblem(ObjectNode row) {
    JsonNode url = row.path("properties").get("targetUrl");
    if (url == null || url.isObject()) {
      return Optional.empty();
    }
    try {
      if (new URI(url.textValue()).getHost() != null) {
        return Optional.empty();
      }
    } catch (URISyntaxException e) {
      // Said below; the exception would quote the URL.
    }
    return Optional.of(
        new FieldProblem(
            "properties.targetUrl",
            "properties.targetUrl is no URL: give an https URL with a host, other than ASCII"
                + " percent-encoded"));
  }
}
