package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import java.util.Collection;
import java.util.Optional;

/** What the directory of an account knows, whatever its age. Ids and names are bounded. */
public interface Known {

  /** The ids of the objects that are known to have that name; none where nobody is known to. */
  Collection<String> idsNamed(ObjectKind kind, String name);

  /** The name that the object of that id is known to have. */
  Optional<String> nameOf(ObjectKind kind, String id);
}
