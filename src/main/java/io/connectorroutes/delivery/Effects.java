package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.ListedObject;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a success says: the id of the object, and what the directory of names has to follow. */
final class Effects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LAST_OF_LOCATION =
      Pattern.compile("(?:/|\\(')([^/()'?#]+)'?\\)?/?$");

  private final NameDirectory directory;

  Effects(NameDirectory directory) {
    this.directory = directory;
  }

  /**
   * Follows a success.
   *
   * @return the id of the object that was created or changed; null where Graph did not say
   */
  String follow(Classified answer, GraphCall.OfChange call) {
    GraphResponse response = answer.response();
    String account = answer.due().account();
    ObjectKind kind = answer.due().change().operation().kind();
    return switch (answer.due().change().operation().effect()) {
      case CREATE, UPSERT, UPDATE ->
          call.objectId() == null
              ? created(answer, kind, call, response)
              : changed(account, kind, call);
      case DELETE -> {
        directory.remove(account, kind, call.objectId());
        yield call.objectId();
      }
      case APPEND -> uploaded(account, kind, call, response);
      case LINK, UNLINK -> answer.changedId();
    };
  }

  private String created(
      Classified answer, ObjectKind kind, GraphCall.OfChange call, GraphResponse response) {
    String account = answer.due().account();
    String id =
        Optional.ofNullable(body(response).path("id").textValue())
            .or(() -> idInLocation(response))
            .orElse(null);
    if (id == null) {
      directory.drop(account, kind);
    } else {
      ListedObject object = ListedObject.of(id, call.request().body());
      directory.created(account, kind, object, answer.at());
    }
    return id;
  }

  private String changed(String account, ObjectKind kind, GraphCall.OfChange call) {
    String id = call.objectId();
    ListedObject now = ListedObject.of(id, call.request().body());
    directory
        .known(account, kind, id)
        .map(before -> merged(before, now, call.request().body()))
        .or(() -> Optional.of(now).filter(object -> object.name() != null))
        .ifPresent(object -> directory.put(account, kind, object));
    return id;
  }

  private String uploaded(
      String account, ObjectKind kind, GraphCall.OfChange call, GraphResponse response) {
    JsonNode body = body(response);
    if (body.hasNonNull("displayName")) {
      directory.put(account, kind, ListedObject.of(call.objectId(), body));
    } else {
      directory.drop(account, kind);
    }
    return call.objectId();
  }

  /** A PATCH leaves what it does not name, and replaces the authentication as a whole. */
  private static ListedObject merged(ListedObject before, ListedObject now, JsonNode patch) {
    boolean authentication = patch.has("authenticationConfiguration");
    return new ListedObject(
        before.id(),
        now.name() == null ? before.name() : now.name(),
        now.targetUrl() == null ? before.targetUrl() : now.targetUrl(),
        authentication ? now.authentication() : before.authentication(),
        authentication ? now.username() : before.username(),
        authentication ? Set.of() : before.thumbprints());
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
  private static JsonNode body(GraphResponse response) {
    try {
      JsonNode json = JSON.readTree(response.body());
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }
}
