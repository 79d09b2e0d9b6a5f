package io.connectorroutes.graph;

import java.util.List;

/**
 * All parts of one length that some texts have, to find those that a secret has as well. Texts and
 * secrets are read once, and letters count in any case.
 */
final class TextParts {
  /** Odd and large, so that each character counts in all bits. */
  private static final long BASE = 0x9E3779B97F4A7C15L;

  private final List<char[]> texts;
  private final int length;
  private final long behind;

  /** By a part's number, with free places between; 0 for a free one. */
  private final long[] parts;

  private final boolean[] secret;
  private boolean hasSecret;

  /**
   * The parts of texts.
   *
   * @param texts folded
   * @param length of a part, in UTF-16 units
   */
  TextParts(List<char[]> texts, int length) {
    this.texts = texts;
    this.length = length;
    long power = 1;
    for (int i = 0; i < length; i++) {
      power *= BASE;
    }
    this.behind = power;
    int most = texts.stream().mapToInt(text -> text.length).sum();
    this.parts = new long[Integer.highestOneBit(most + 1) * 4];
    this.secret = new boolean[parts.length];
    texts.forEach(text -> each(text, (part, at) -> parts[place(part)] = part));
  }

  /** A text as it is compared: in any case, and base64 for URLs as any other. */
  static char[] folded(String text) {
    char[] units = text.toCharArray();
    for (int at = 0; at < units.length; at++) {
      units[at] = folded(units[at]);
    }
    return units;
  }

  private static char folded(char unit) {
    if (unit < 0x80) {
      return unit >= 'A' && unit <= 'Z'
          ? (char) (unit + 'a' - 'A')
          : unit == '-' ? '+' : unit == '_' ? '/' : unit;
    }
    return Character.toLowerCase(Character.toUpperCase(unit));
  }

  /** Remembers which parts are a secret's, too. */
  void find(char[] value) {
    each(
        value,
        (part, at) -> {
          int place = place(part);
          if (parts[place] == part) {
            secret[place] = true;
            hasSecret = true;
          }
        });
  }

  /** Is told where in the texts those parts begin. */
  interface Found {
    void at(int text, int from);
  }

  /** Tells all places of the parts that were found to be a secret's. */
  void tell(Found found) {
    for (int i = 0; hasSecret && i < texts.size(); i++) {
      int text = i;
      each(
          texts.get(i),
          (part, at) -> {
            if (secret[place(part)]) {
              found.at(text, at);
            }
          });
    }
  }

  private interface EachPart {
    void is(long part, int at);
  }

  /** Each part's number is made from the one before. */
  private void each(char[] text, EachPart action) {
    long part = 0;
    for (int at = 0; at < text.length; at++) {
      part = part * BASE + text[at];
      if (at >= length) {
        part -= behind * text[at - length];
      }
      if (at >= length - 1) {
        action.is(part == 0 ? 1 : part, at - length + 1);
      }
    }
  }

  /** Where a part stands, or would stand. */
  private int place(long part) {
    int place = (int) (((part ^ (part >>> 32)) * BASE) >>> 32) & (parts.length - 1);
    while (parts[place] != 0 && parts[place] != part) {
      place = (place + 1) & (parts.length - 1);
    }
    return place;
  }
}
