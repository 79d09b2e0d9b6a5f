package io.connectorroutes.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.time.Instant;
import java.util.Optional;

/**
 * One valid connector change; its secrets may be references. {@code toString} shows no property
 * value, so that a change in a log line or an exception gives nothing away.
 *
 * @param changeId the identity of the change; 1 to 128 characters; never null
 * @param operation never null
 * @param tenant the alias as given, or null for the default tenant
 * @param target never null; {@link Target#NONE} for creates
 * @param properties in Graph's own shape, {@code @odata.type} as given; an empty object where the
 *     operation has none; owned by this record, not to be altered
 * @param revision null where not given; at least 0
 * @param notBefore null where not given
 */
public record ConnectorChange(
    String changeId,
    Operation operation,
    String tenant,
    Target target,
    ObjectNode properties,
    Long revision,
    Instant notBefore) {

  /**
   * The Graph object whose id the change's request needs, as {@link Operation#reference} says it.
   */
  public Optional<ObjectReference> reference() {
    return operation.reference(target, properties);
  }

  /** The name that an object has once the change is applied ({@link Operation#givenName}). */
  public Optional<String> givenName() {
    return operation.givenName(target, properties);
  }

  /** The same change with other properties. */
  public ConnectorChange withProperties(ObjectNode other) {
    return new ConnectorChange(changeId, operation, tenant, target, other, revision, notBefore);
  }

  @Override
  public String toString() {
    return "ConnectorChange[" + changeId + " " + operation.wireName() + "]";
  }
}
