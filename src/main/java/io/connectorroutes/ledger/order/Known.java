package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the directory of an account knows, whatever its age. Ids and names are bounded. */
public interface Known {
  /** Of which nothing is known. */
  Known NOTHING =
      new Known() {
        @Override
        public Collection<String> idsNamed(ObjectKind kind, String name) {
          return List.of();
        }

        @Override
        public Optional<String> nameOf(ObjectKind kind, String id) {
          return Optional.empty();
        }
      };

  /** The ids of the objects that are known to have that name; none where nobody is known to. */
  Collection<String> idsNamed(ObjectKind kind, String name);

  /** The name that the object of that id is known to have. */
  Optional<String> nameOf(ObjectKind kind, String id);
}
