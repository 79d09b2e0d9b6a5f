package io.connectorroutes.ledger;

import io.connectorroutes.database.DatabaseException;
import java.util.List;

/**
 * Changes {@code ledger.key}, and with it the data key under which payloads are: while workers run,
 * and in steps, each of which is a transaction. Whatever ends in between, the next call goes on.
 */
public interface Rekey {
  /**
   * Begins the change, or goes on with it. From now on the ledger opens by the new key as well, and
   * every worker encrypts what it writes under the new data key.
   *
   * @param newKey 256-bit key, base64
   * @return what encrypts the payloads of before anew
   * @throws DatabaseException where it is no key or the one that the ledger has, or where another
   *     change is not finished
   */
  Steps begin(String newKey);

  /**
   * Ends the change: the ledger opens by the new key alone.
   *
   * @return the ids of changes whose payloads are damaged, which no key reads
   * @throws DatabaseException where none has begun, where this ledger was opened by the key of
   *     before, or where payloads under the data key of before are left
   */
  List<String> finish();

  /** Encrypts payloads anew, some at a time. */
  interface Steps {
    /**
     * Does some; false where none is left, and nothing was done.
     *
     * @throws DatabaseException where the change was ended elsewhere and a further one has begun
     */
    boolean next();

    /** How many rows of the ledger it has encrypted anew. */
    long encrypted();

    /** How much of the ledger it has looked through, in percent, 0 to 100. */
    int percent();

    /** The ids of changes whose payloads are damaged, which are left as they are. */
    List<String> damaged();
  }
}
