package io.connectorroutes.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text, or what can be read in it where something is decoded, and where in the text each
 * character of that stands. Equal where it reads the same.
 */
final class DecodedText {
  /** What can be read in each other: a value in a document in a parameter. */
  private static final List<UnaryOperator<DecodedText>> ESCAPES =
      List.of(
          DecodedText::withoutJson,
          DecodedText::withoutPercent,
          DecodedText::withoutPlus,
          DecodedText::withoutNul);

  /** What hides a text as a whole. */
  private static final List<UnaryOperator<DecodedText>> CODES = codes();

  /** Nobody repeats a secret in so many ways at once. */
  private static final int MOST_READINGS = 40;

  private static final int HEX = 16;
  private static final Pattern JSON_ESCAPE =
      Pattern.compile("\\\\(?:u+([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\"'/\\\\bfnrt]))");
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern HEX_RUN = Pattern.compile("[0-9A-Fa-f]{10,}");
  private static final Pattern BASE64_RUN = Pattern.compile("[A-Za-z0-9+/_\\-\\r\\n]{7,}");
  private static final int BASE64_GROUP = 4;
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private final String text;

  /** By character, where what it was read from begins and ends. */
  private final int[] starts;

  private final int[] ends;

  private DecodedText(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** All that can be read in a text, itself first. */
  static List<DecodedText> readings(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    Arrays.setAll(starts, at -> at);
    Arrays.setAll(ends, at -> at + 1);
    Set<DecodedText> readings = new LinkedHashSet<>();
    addEscaped(new DecodedText(text, starts, ends), readings);
    for (DecodedText reading : List.copyOf(readings)) {
      CODES.forEach(code -> addEscaped(code.apply(reading), readings));
    }
    return List.copyOf(readings);
  }

  /** Adds a reading and all that its escapes hide. */
  private static void addEscaped(DecodedText first, Set<DecodedText> readings) {
    Deque<DecodedText> left = new ArrayDeque<>(List.of(first));
    while (!left.isEmpty() && readings.size() < MOST_READINGS) {
      DecodedText reading = left.remove();
      if (readings.add(reading)) {
        ESCAPES.forEach(escape -> left.add(escape.apply(reading)));
      }
    }
  }

  private static List<UnaryOperator<DecodedText>> codes() {
    List<UnaryOperator<DecodedText>> codes = new ArrayList<>();
    // A run may begin with a character that is not the code's own.
    for (int skipped = 0; skipped < 2; skipped++) {
      int from = skipped;
      codes.add(reading -> reading.hexFrom(from));
    }
    for (int skipped = 0; skipped < BASE64_GROUP; skipped++) {
      int from = skipped;
      codes.add(reading -> reading.base64From(from));
    }
    return List.copyOf(codes);
  }

  /** Marks in the text what a part of this one was read from. */
  void mark(int from, int to, boolean[] marks) {
    Arrays.fill(marks, starts[from], ends[to - 1], true);
  }

  private DecodedText withoutJson() {
    if (text.indexOf('\\') < 0) {
      return this;
    }
    Matcher escape = JSON_ESCAPE.matcher(text);
    Builder read = new Builder(text.length());
    int at = 0;
    while (escape.find()) {
      read.copy(at, escape.start());
      read.add(unescaped(escape), starts[escape.start()], ends[escape.end() - 1]);
      at = escape.end();
    }
    return at == 0 ? this : read.copy(at, text.length()).build();
  }

  private static char unescaped(Matcher escape) {
    if (escape.group(3) == null) {
      String digits = escape.group(1) == null ? escape.group(2) : escape.group(1);
      return (char) Integer.parseInt(digits, HEX);
    }
    char letter = escape.group(3).charAt(0);
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private DecodedText withoutPercent() {
    if (text.indexOf('%') < 0) {
      return this;
    }
    Matcher run = PERCENT.matcher(text);
    Builder read = new Builder(text.length());
    int at = 0;
    while (run.find()) {
      read.copy(at, run.start());
      Bytes bytes = new Bytes(run.end() - run.start());
      for (int sign = run.start(); sign < run.end(); sign += 3) {
        bytes.add(hexAt(sign + 1), sign, sign + 3);
      }
      read.add(bytes);
      at = run.end();
    }
    return at == 0 ? this : read.copy(at, text.length()).build();
  }

  /** As a form has blanks. */
  private DecodedText withoutPlus() {
    return text.indexOf('+') < 0 ? this : new DecodedText(text.replace('+', ' '), starts, ends);
  }

  /** As UTF-16 has them, read as characters of a byte each. */
  private DecodedText withoutNul() {
    if (text.indexOf('\0') < 0) {
      return this;
    }
    Builder read = new Builder(text.length());
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) != '\0') {
        read.copy(at, at + 1);
      }
    }
    return read.build();
  }

  private DecodedText hexFrom(int skipped) {
    Matcher run = HEX_RUN.matcher(text);
    Builder read = new Builder(text.length());
    while (run.find()) {
      Bytes bytes = new Bytes(run.end() - run.start());
      for (int at = run.start() + skipped; at + 2 <= run.end(); at += 2) {
        bytes.add(hexAt(at), at, at + 2);
      }
      read.add(bytes).end(run.end());
    }
    return read.build();
  }

  private byte hexAt(int at) {
    return (byte) Integer.parseInt(text, at, at + 2, HEX);
  }

  private DecodedText base64From(int skipped) {
    Matcher run = BASE64_RUN.matcher(text);
    Builder read = new Builder(text.length());
    while (run.find()) {
      int[] signs = signs(run.start(), run.end());
      Bytes bytes = new Bytes(signs.length);
      // Each byte's bits stand in two signs; the fourth of four begins none.
      for (int i = 0; skipped + i + 1 < signs.length; i++) {
        int first = i % BASE64_GROUP;
        if (first != BASE64_GROUP - 1) {
          int sign = signs[skipped + i];
          int next = signs[skipped + i + 1];
          int bits = (bitsAt(sign) << 6 | bitsAt(next)) >> (4 - 2 * first);
          bytes.add((byte) bits, sign, next + 1);
        }
      }
      read.add(bytes).end(run.end());
    }
    return read.build();
  }

  /** Where the characters between are that do not end a line. */
  private int[] signs(int from, int to) {
    int[] signs = new int[to - from];
    int count = 0;
    for (int at = from; at < to; at++) {
      if (text.charAt(at) != '\r' && text.charAt(at) != '\n') {
        signs[count++] = at;
      }
    }
    return Arrays.copyOf(signs, count);
  }

  private int bitsAt(int at) {
    return switch (text.charAt(at)) {
      case '-' -> BASE64.indexOf('+');
      case '_' -> BASE64.indexOf('/');
      default -> BASE64.indexOf(text.charAt(at));
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodedText reading && text.equals(reading.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** What is read. */
  @Override
  public String toString() {
    return text;
  }

  /** Bytes that are read, and where in the text of this reading each of them stands. */
  private static final class Bytes {
    private final byte[] bytes;
    private final int[] from;
    private final int[] to;
    private int length;

    Bytes(int most) {
      bytes = new byte[most];
      from = new int[most];
      to = new int[most];
    }

    void add(byte value, int begin, int end) {
      bytes[length] = value;
      from[length] = begin;
      to[length] = end;
      length++;
    }

    /** How many of them are one character in UTF-8; 1 where they are none. */
    int characterAt(int at) {
      int first = bytes[at] & 0xff;
      int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
      for (int i = 1; i < size; i++) {
        if (at + i >= length || (bytes[at + i] & 0xc0) != 0x80) {
          return 1;
        }
      }
      return size;
    }
  }

  private final class Builder {
    private final StringBuilder read;
    private int[] begins;
    private int[] finishes;

    Builder(int length) {
      read = new StringBuilder(length);
      begins = new int[length + 1];
      finishes = new int[length + 1];
    }

    /** A part of the text, as it is. */
    Builder copy(int from, int to) {
      for (int at = from; at < to; at++) {
        add(text.charAt(at), starts[at], ends[at]);
      }
      return this;
    }

    /** As UTF-8 has them; those that are no character of it count as one each. */
    Builder add(Bytes decoded) {
      for (int at = 0; at < decoded.length; ) {
        int size = decoded.characterAt(at);
        int start = starts[decoded.from[at]];
        int end = ends[decoded.to[at + size - 1] - 1];
        if (size == 1) {
          add((char) (decoded.bytes[at] & 0xff), start, end);
        } else {
          String character = new String(decoded.bytes, at, size, StandardCharsets.UTF_8);
          character.chars().forEach(unit -> add((char) unit, start, end));
        }
        at += size;
      }
      return this;
    }

    /** Keeps apart what stands before and behind. */
    void end(int at) {
      add('\n', ends[at - 1], ends[at - 1]);
    }

    void add(char unit, int start, int end) {
      if (read.length() == begins.length) {
        begins = Arrays.copyOf(begins, 2 * begins.length);
        finishes = Arrays.copyOf(finishes, 2 * finishes.length);
      }
      begins[read.length()] = start;
      finishes[read.length()] = end;
      read.append(unit);
    }

    DecodedText build() {
      return new DecodedText(read.toString(), begins, finishes);
    }
  }
}
