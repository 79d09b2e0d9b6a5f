package io.connectorroutes.change.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a change is about. Which components are set depends on the operation; the others are null.
 *
 * @param id the Graph id of a connector, API connector or connector group
 * @param displayName the name of an API connector
 * @param name the name of a connector group
 * @param userFlowId the id of a user flow
 * @param step the step of the user flow
 * @param userFlowType {@code b2x} or {@code b2c}; null means {@code b2x}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
    String id,
    String displayName,
    String name,
    String userFlowId,
    String step,
    String userFlowType) {

  /** The type of a user flow that is no {@code b2x} one. */
  public static final String B2C = "b2c";

  /** The steps of user flows, the last one in beta alone. */
  public static final List<String> STEPS =
      List.of("postFederationSignup", "postAttributeCollection", "preTokenIssuance");

  /** The target of operations that have none (creates). */
  public static final Target NONE = new Target(null, null, null, null, null, null);

  /** The id of the object that it addresses, be it a user flow; null where it gives none. */
  public String objectId() {
    return userFlowId == null ? id : userFlowId;
  }

  /** The name by which it addresses an object of that kind; empty where it gives none. */
  public Optional<String> name(ObjectKind kind) {
    return Optional.ofNullable(
        switch (kind) {
          case API_CONNECTOR -> displayName;
          case CONNECTOR_GROUP -> name;
          case CONNECTOR, USER_FLOW_STEP -> null;
        });
  }

  /** A target addressed by its Graph id. */
  public static Target ofId(String id) {
    return new Target(id, null, null, null, null, null);
  }
}
