package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.text.BoundedName;

/**
 * The spelling of the ordering keys. It is stored: what is spelt otherwise is another key. Ids and
 * names are bounded by {@link BoundedName} first.
 */
public final class OrderKey {
  private OrderKey() {}

  /** {@code K/id/X}: the object of that id. */
  public static String id(ObjectKind kind, String id) {
    return kind.wireName() + "/id/" + id;
  }

  /** {@code K/name/N!}: whose that name is, for what needs to know or alters it. */
  public static String name(ObjectKind kind, String name) {
    return kind.wireName() + "/name/" + name + "!";
  }

  /** {@code K/name/N?}: whose that name is, for what only links by it. */
  public static String linkedName(ObjectKind kind, String name) {
    return kind.wireName() + "/name/" + name + "?";
  }

  /** {@code K/named}: any object of the kind that is addressed by a name. */
  public static String named(ObjectKind kind) {
    return kind.wireName() + "/named";
  }

  /** {@code K/links}: any link to an object of the kind, or what empties a place of such links. */
  public static String links(ObjectKind kind) {
    return kind.wireName() + "/links";
  }

  /** {@code K/deletes}: any object of the kind that is deleted. */
  public static String deletes(ObjectKind kind) {
    return kind.wireName() + "/deletes";
  }

  /**
   * {@code flow/F/S}: the step of a user flow.
   *
   * @param type {@code b2x} or {@code b2c}: a flow of each may have the same id
   */
  static String step(String type, String flow, String step) {
    return "flow/" + BoundedName.of(type + "/" + flow) + "/" + step;
  }
}
