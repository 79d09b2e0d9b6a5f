package io.connectorroutes.text;

import java.util.HexFormat;

/**
 * Ids and names that a database can index, however long they are: PostgreSQL takes 2,704 bytes.
 * They are stored: one that is cut otherwise is another one.
 */
public final class BoundedName {
  private static final int LONGEST = 400;

  private BoundedName() {}

  /** The id or name itself where it is short enough to be indexed, else its beginning and hash. */
  public static String of(String idOrName) {
    if (idOrName.length() <= LONGEST) {
      return idOrName;
    }
    int end = Character.isHighSurrogate(idOrName.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return idOrName.substring(0, end) + "#" + HexFormat.of().formatHex(Sha256.of(idOrName));
  }
}
