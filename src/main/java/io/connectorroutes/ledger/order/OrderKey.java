package io.connectorroutes.ledger.order;

import io.connectorroutes.change.operation.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The spelling of the ordering keys. It is stored: what is spelt otherwise is another key. Ids and
 * names are bounded by {@link #bounded} first.
 */
public final class OrderKey {
  /** Longer ids and names are cut and hashed: PostgreSQL indexes no more than 2,704 bytes. */
  private static final int LONGEST = 400;

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
    return "flow/" + bounded(type + "/" + flow) + "/" + step;
  }

  /** The id or name itself where it is short enough to be indexed, else its beginning and hash. */
  public static String bounded(String idOrName) {
    if (idOrName.length() <= LONGEST) {
      return idOrName;
    }
    int end = Character.isHighSurrogate(idOrName.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(idOrName.getBytes(StandardCharsets.UTF_8));
      return idOrName.substring(0, end) + "#" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available in this Java runtime", e);
    }
  }
}
