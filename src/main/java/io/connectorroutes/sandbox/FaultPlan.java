package io.connectorroutes.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The faults of a plan, in the order in which they are asked: {@code {"faults": [{…}, …]}}.
 *
 * @param faults never null; the fields of each are those of {@link Fault}
 */
public record FaultPlan(List<Fault> faults) {

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private static final Set<String> FIELDS =
      Arrays.stream(Fault.class.getRecordComponents())
          .map(RecordComponent::getName)
          .collect(Collectors.toUnmodifiableSet());

  /** Takes a copy of the list. */
  public FaultPlan {
    faults = faults == null ? List.of() : List.copyOf(faults);
  }

  /**
   * Reads a plan.
   *
   * @param file a JSON file
   * @throws FaultPlanException where it is no plan; one line that names the field
   * @throws IOException where the file cannot be read
   */
  public static FaultPlan read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Reads a plan.
   *
   * @param in JSON; not closed
   * @throws FaultPlanException where it is no plan; one line that names the field
   * @throws IOException where the stream cannot be read
   */
  public static FaultPlan read(InputStream in) throws IOException {
    byte[] json = in.readAllBytes();
    try {
      JsonNode plan = STRICT.readTree(json);
      checkNames(plan);
      return bound(plan);
    } catch (JsonMappingException e) {
      throw new FaultPlanException("fault plan: " + where(e) + " is not valid: " + reason(e));
    } catch (JsonProcessingException e) {
      throw new FaultPlanException("fault plan: not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static FaultPlan bound(JsonNode json) throws JsonProcessingException {
    FaultPlan plan = STRICT.treeToValue(json, FaultPlan.class);
    if (plan == null || plan.faults().isEmpty()) {
      throw new FaultPlanException("fault plan: 'faults' is missing or empty; add a fault");
    }
    return plan;
  }

  /** Before the values are read: a required field that is misspelt is then named as it stands. */
  private static void checkNames(JsonNode plan) {
    checkNames(plan, Set.of("faults"), "");
    int index = 0;
    for (JsonNode fault : plan.path("faults")) {
      checkNames(fault, FIELDS, "faults[" + index++ + "].");
    }
  }

  private static void checkNames(JsonNode object, Set<String> known, String where) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new FaultPlanException(
                    "fault plan: '%s%s' is unknown; remove it or use one of %s"
                        .formatted(where, name, String.join(", ", new TreeSet<>(known))));
              }
            });
  }

  private static String where(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the document" : "'" + path.substring(1) + "'";
  }

  private static String reason(JsonMappingException e) {
    Throwable cause = e.getCause();
    return firstLine(cause == null ? e.getOriginalMessage() : cause.getMessage());
  }

  private static String firstLine(String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }
}
