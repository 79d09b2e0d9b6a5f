package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.text.NearestName;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns rows into changes, or says what is wrong with them. Safe for use by many threads. */
public final class ChangeReader {
  private static final Pattern CHANGE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final List<String> OPERATIONS =
      Arrays.stream(Operation.values()).map(Operation::wireName).toList();

  private static final String OPERATION = "operation";
  private static final String REVISION = "revision";
  private static final String CERTIFICATE = "pkcs12Value";

  /** Characters of base64: 96 KiB, many times what a certificate with its chain takes. */
  private static final int LONGEST_CERTIFICATE = 128 * 1024;

  private static final BigDecimal LARGEST_REVISION = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Null until a row is read: to make it would be a fifth of an application's start. */
  private ChangeSchema schema;

  /**
   * A row that was read: a change, or what is wrong with it.
   *
   * @param change null where there are problems; its secrets may still be references
   * @param problems empty for a valid row
   * @param refused paths of the fields whose values break their rules: they are not to be repeated
   */
  public record Read(ConnectorChange change, List<FieldProblem> problems, List<String> refused) {}

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
    JsonNode name = row.get(OPERATION);
    Optional<Operation> operation =
        name == null || !name.isTextual() ? Optional.empty() : Operation.of(name.textValue());
    if (operation.isEmpty()) {
      return new Read(null, List.of(operationProblem(name)), refusedByAll(row));
    }
    List<FieldProblem> problems = problems(operation.get(), row);
    if (!problems.isEmpty()) {
      return new Read(null, problems, refused(problems));
    }
    JsonNode changeId = row.get("changeId");
    ConnectorChange change =
        ChangeJson.of(row, changeId == null ? otherwise : changeId.textValue());
    return new Read(EmptyPasswords.filledIn(change), List.of(), List.of());
  }

  /**
   * What is wrong with a change whose references were replaced by what they stand for.
   *
   * @return empty where nothing is
   */
  public List<FieldProblem> problems(ConnectorChange resolved) {
    ObjectNode row = RowReader.readMessage(ChangeJson.write(resolved)).fields();
    return read(row, resolved.changeId()).problems();
  }

  private List<FieldProblem> problems(Operation operation, ObjectNode row) {
    List<FieldProblem> problems = new ArrayList<>();
    ObjectNode others = row;
    Optional<FieldProblem> revision = revisionProblem(row);
    if (revision.isPresent()) {
      problems.add(revision.get());
      others = row.objectNode();
      others.setAll(row);
      others.remove(REVISION);
    }
    problems.addAll(schema().problems(operation, others));
    Set<String> found = new HashSet<>();
    problems.forEach(problem -> found.add(problem.field()));
    Stream.of(
            timeProblem(row), urlProblem(row), certificateProblem(row), nameProblem(operation, row))
        .flatMap(Optional::stream)
        .filter(problem -> found.add(problem.field()))
        .forEach(problems::add);
    return problems;
  }

  private static List<String> refused(List<FieldProblem> problems) {
    return problems.stream().filter(FieldProblem::isValueRefused).map(FieldProblem::field).toList();
  }

  /** Of a row whose operation is not known: what no operation would take. */
  private List<String> refusedByAll(ObjectNode row) {
    List<List<String>> refusals =
        Arrays.stream(Operation.values())
            .map(operation -> refused(problems(operation, row)))
            .toList();
    return refusals.stream()
        .flatMap(List::stream)
        .distinct()
        .filter(field -> refusals.stream().allMatch(refused -> covers(refused, field)))
        .toList();
  }

  private static boolean covers(List<String> refused, String field) {
    return refused.stream().anyMatch(path -> field.equals(path) || field.startsWith(path + "."));
  }

  private static FieldProblem operationProblem(JsonNode name) {
    String known = "give one of " + String.join(", ", OPERATIONS);
    if (name == null) {
      return new FieldProblem(OPERATION, "operation is missing: " + known);
    }
    if (!name.isTextual()) {
      return FieldProblem.ofValue(OPERATION, "operation must be text: " + known);
    }
    String remedy = NearestName.hint(name.textValue(), OPERATIONS, known);
    return FieldProblem.ofValue(OPERATION, "operation is not known: " + remedy);
  }

  private synchronized ChangeSchema schema() {
    if (schema == null) {
      schema = new ChangeSchema(SchemaDocument.load());
    }
    return schema;
  }

  /** Before the schema, whose library loses its way in numbers such as 1e999999999. */
  private static Optional<FieldProblem> revisionProblem(ObjectNode row) {
    JsonNode revision = row.get(REVISION);
    if (revision == null
        || !revision.isNumber()
        || (revision.decimalValue().signum() >= 0
            && revision.decimalValue().compareTo(LARGEST_REVISION) <= 0)) {
      return Optional.empty();
    }
    return Optional.of(
        FieldProblem.ofValue(
            REVISION,
            "revision is out of range: give a whole number from 0 to " + LARGEST_REVISION));
  }

  /** The schema's pattern lets a 30th of February pass. */
  private static Optional<FieldProblem> timeProblem(ObjectNode row) {
    JsonNode notBefore = row.get("notBefore");
    if (notBefore == null || !notBefore.isTextual()) {
      return Optional.empty();
    }
    try {
      Timestamps.parse(notBefore.textValue());
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of(
          FieldProblem.ofValue(
              "notBefore",
              "notBefore is no day or time that exists: give an RFC 3339 time such as"
                  + " 2026-01-31T08:00:00Z"));
    }
  }

  /** The schema's pattern cannot say what a URL is in full. */
  private static Optional<FieldProblem> urlProblem(ObjectNode row) {
    JsonNode url = row.path("properties").get("targetUrl");
    if (url == null || !url.isTextual()) {
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
        FieldProblem.ofValue(
            "properties.targetUrl",
            "properties.targetUrl is no URL: give an https URL with a host, other than ASCII"
                + " percent-encoded"));
  }

  /** The schema cannot count without blanks. */
  private static Optional<FieldProblem> certificateProblem(ObjectNode row) {
    JsonNode properties = row.path("properties");
    JsonNode authentication = properties.path("authenticationConfiguration");
    return certificateProblem(properties, "properties.")
        .or(() -> certificateProblem(authentication, "properties.authenticationConfiguration."));
  }

  private static Optional<FieldProblem> certificateProblem(JsonNode holder, String prefix) {
    String value = holder.path(CERTIFICATE).asText("");
    if (value.chars().filter(c -> !Character.isWhitespace(c)).count() <= LONGEST_CERTIFICATE) {
      return Optional.empty();
    }
    String field = prefix + CERTIFICATE;
    return Optional.of(
        FieldProblem.ofValue(
            field,
            field
                + String.format(
                    Locale.ROOT,
                    " is longer than the %,d characters that it may have: give the PFX file in"
                        + " base64, with no more in it than one key and its certificates",
                    LONGEST_CERTIFICATE)));
  }

  /** An upsert of two names, sent twice, would make two objects of the second one. */
  private static Optional<FieldProblem> nameProblem(Operation operation, ObjectNode row) {
    String name = operation.kind().nameField().orElse(null);
    if (operation.effect() != Effect.UPSERT || name == null) {
      return Optional.empty();
    }
    JsonNode target = row.path("target").path(name);
    JsonNode given = row.path("properties").path(name);
    if (!target.isTextual() || !given.isTextual() || target.equals(given)) {
      return Optional.empty();
    }
    return Optional.of(
        new FieldProblem(
            "properties." + name,
            "properties."
                + name
                + " differs from target."
                + name
                + ": give one name in both, or rename by "
                + operation.kind().wireName()
                + ".update"));
  }
}
