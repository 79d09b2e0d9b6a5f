package io.connectorroutes.app.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a text between which a line may end: its words, but what a person copies is one part
 * where it fits a line. That is what stands in quotes, such as a path with blanks, and the options
 * of a command with their values and the word before them.
 */
final class Phrases {
  private static final String QUOTE = "'";

  /** A quote that is part of the text, as a shell has it. */
  private static final String ESCAPED = "\\'";

  private static final String OPTION = "--";

  private final List<String> phrases = new ArrayList<>();

  private Phrases(String text) {
    String[] words = text.split(" ", -1);
    boolean isValue = false;
    for (int i = 0; i < words.length; ) {
      int end = end(words, i);
      String phrase = String.join(" ", List.of(words).subList(i, end));
      boolean isOption = phrase.startsWith(OPTION);
      if (!(isOption || isValue) || !joined(phrase)) {
        phrases.add(phrase);
      }
      isValue = isOption && phrase.indexOf('=') < 0;
      i = end;
    }
  }

  /** Joined with a blank each, they are the text. */
  static List<String> of(String text) {
    return List.copyOf(new Phrases(text).phrases);
  }

  /** Behind the last word of a quoted part that begins with this word; else behind this word. */
  private static int end(String[] words, int begin) {
    if (words[begin].startsWith(QUOTE) || words[begin].startsWith("(" + QUOTE)) {
      int length = 0;
      boolean isOpen = false;
      for (int i = begin; i < words.length && length <= Screen.WIDTH; i++) {
        length += Screen.length(words[i]) + 1;
        isOpen ^= quotes(words[i]) % 2 == 1;
        if (!isOpen) {
          return length - 1 <= Screen.WIDTH ? i + 1 : begin + 1;
        }
      }
    }
    return begin + 1;
  }

  private static int quotes(String word) {
    String counted = word.replace(ESCAPED, "");
    return counted.length() - counted.replace(QUOTE, "").length();
  }

  /** Whether it now is part of the one before. */
  private boolean joined(String phrase) {
    int last = phrases.size() - 1;
    if (last < 0 || phrases.get(last).isEmpty() || phrase.isEmpty()) {
      return false;
    }
    String joined = phrases.get(last) + " " + phrase;
    boolean fits = Screen.length(joined) <= Screen.WIDTH;
    if (fits) {
      phrases.set(last, joined);
    }
    return fits;
  }
}
