package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.graph.GraphResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which object a success is about. */
final class ChangedObject {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LAST_OF_LOCATION =
      Pattern.compile("(?:/|\\(')([^/()'?#]+)'?\\)?/?$");

  private ChangedObject() {}

  /** The id of the object that was created or changed; null where Graph did not say. */
  static String id(Classified answer, GraphCall.OfChange call) {
    return switch (answer.due().change().operation().effect()) {
      case CREATE, UPSERT -> call.objectId() == null ? created(answer.response()) : call.objectId();
      case UPDATE, DELETE, APPEND, LINK, UNLINK -> answer.changedId();
    };
  }

  private static String created(GraphResponse response) {
    return Optional.ofNullable(body(response).path("id").textValue())
        .or(() -> idInLocation(response))
        .filter(id -> !response.repeats(id))
        .orElse(null);
  }

  private static Optional<String> idInLocation(GraphResponse response) {
    String location = response.headers().get("location");
    if (location == null) {
      return Optional.empty();
    }
    Matcher matcher = LAST_OF_LOCATION.matcher(location);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Any 2xx is success, with or without a body, whatever stands in it. */
  static JsonNode body(GraphResponse response) {
    try {
      JsonNode json = JSON.readTree(response.body());
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
