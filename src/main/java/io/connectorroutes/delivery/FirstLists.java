package io.connectorroutes.delivery;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which lists are to be read before the first POST of a kind in an account, so that what was there
 * before is not taken for the object of a POST whose answer is lost. An application that may create
 * need not be allowed to read: where no list can be had, objects are created without one for a few
 * minutes. In memory only: a new process asks the ledger, or Graph, once more. Bounded by the
 * number of configured tenants. Thread safe.
 */
public final class FirstLists {
  private static final Logger LOG = LoggerFactory.getLogger(FirstLists.class);

  private record Kind(String account, ObjectKind kind) {}

  private final UnaryOperator<String> nameOf;
  private final Set<Kind> read = ConcurrentHashMap.newKeySet();
  private final Map<Kind, Instant> failed = new ConcurrentHashMap<>();

  /**
   * Nothing is known yet.
   *
   * @param nameOf what the tenant of an account is called in the log
   */
  public FirstLists(UnaryOperator<String> nameOf) {
    this.nameOf = nameOf;
  }

  /** Whether a list of that kind is to be read before an object is created. */
  boolean isNeeded(String account, ObjectKind kind, LedgerView view) {
    Kind one = new Kind(account, kind);
    if (read.contains(one)) {
      return false;
    }
    if (view.directory().wasListed(kind)) {
      read.add(one);
      return false;
    }
    Instant at = failed.get(one);
    return at == null || Lookup.isOld(at, view);
  }

  /**
   * The list cannot be had.
   *
   * @param reason one line for a person, without a secret
   */
  void failed(String account, ObjectKind kind, Instant at, String reason) {
    if (failed.put(new Kind(account, kind), at) == null) {
      LOG.warn(
          "The list of {}s cannot be read for tenant {}: they are created without it, and one whose"
              + " answer is lost ends as unknown unless it can be read by then: {}",
          kind.text(),
          nameOf.apply(account),
          PrintableText.text(reason));
    }
  }
}
