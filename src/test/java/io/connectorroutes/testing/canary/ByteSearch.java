package io.connectorroutes.testing.canary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ObjIntConsumer;

/** Looks for many texts at once, in one pass, ASCII letters in any case (Aho and Corasick). */
final class ByteSearch {
  private static final int SIGNS = 256;
  private static final int[] FOLDED = new int[SIGNS];

  static {
    for (int sign = 0; sign < SIGNS; sign++) {
      FOLDED[sign] = sign >= 'A' && sign <= 'Z' ? sign + 'a' - 'A' : sign;
    }
  }

  private final List<int[]> children = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** The table, a row of {@link #SIGNS} for each state; null until it is made. */
  private int[] next;

  private String[] found;

  ByteSearch() {
    addState();
  }

  private int addState() {
    children.add(new int[SIGNS]);
    names.add(null);
    return children.size() - 1;
  }

  /** Before the first search. */
  void add(byte[] text, String name) {
    int state = 0;
    for (byte sign : text) {
      int[] of = children.get(state);
      int folded = FOLDED[sign & 0xff];
      if (of[folded] == 0) {
        of[folded] = addState();
      }
      state = of[folded];
    }
    names.set(state, name);
  }

  /** Tells the name of each text that is found, and the place behind it. */
  void search(byte[] bytes, int length, ObjIntConsumer<String> hit) {
    if (next == null) {
      make();
    }
    int state = 0;
    for (int at = 0; at < length; at++) {
      state = next[state + FOLDED[bytes[at] & 0xff]];
      if (found[state >> 8] != null) {
        hit.accept(found[state >> 8], at + 1);
      }
    }
  }

  private void make() {
    int states = children.size();
    next = new int[states * SIGNS];
    found = names.toArray(String[]::new);
    int[] fallbacks = new int[states];
    Deque<Integer> left = new ArrayDeque<>(List.of(0));
    while (!left.isEmpty()) {
      int state = left.remove();
      int fallback = fallbacks[state];
      if (found[state] == null) {
        found[state] = found[fallback];
      }
      for (int sign = 0; sign < SIGNS; sign++) {
        int child = children.get(state)[sign];
        int otherwise = state == 0 ? 0 : next[fallback * SIGNS + sign] / SIGNS;
        if (child != 0) {
          fallbacks[child] = otherwise;
          left.add(child);
        }
        next[state * SIGNS + sign] = (child == 0 ? otherwise : child) * SIGNS;
      }
    }
    children.clear();
  }
}
