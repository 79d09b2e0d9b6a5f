package io.connectorroutes.app.command;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.DeadLetter.Summary;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.DeadLetters.Group;
import io.connectorroutes.outcome.DeadLetterAdvice;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.ShellArgument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Dead letters as text for people. */
final class DeadLettersText {
  private static final String INDENT = "    ";

  /** More tenants are counted. */
  private static final int MOST_NAMED = 5;

  private DeadLettersText() {}

  /** Those of one cause, with what to do. */
  static void print(Group group, PrintWriter out) {
    out.println(
        "%5d  %s (%s), since %s"
            .formatted(
                group.count(),
                PrintableText.text(group.cause()),
                names(group.outcomes()),
                TextTable.cell(group.since())));
    if (!group.tenants().isEmpty()) {
      Screen.wrapped(INDENT, INDENT, tenants(group)).forEach(out::println);
    }
    DeadLetterAdvice advice =
        DeadLetterAdvice.of(
            group.cause(), group.outcomes(), group.httpStatuses(), group.operations());
    if (advice.why() == null && group.message() != null) {
      indented(out, (group.sameMessage() ? "" : "one of them: ") + group.message());
    }
    indented(out, (advice.why() == null ? "" : advice.why() + ": ") + advice.remedy() + ", then");
    String cause = ShellArgument.option("--cause", PrintableText.text(group.cause()));
    indented(
        out,
        "dead-letters "
            + (advice.replayed() ? "replay " + cause : "discard " + cause + " --reason TEXT"));
    if (group.failedAgain() > 0) {
      indented(
          out,
          group.failedAgain()
              + " of them failed again after "
              + DeadLetters.MOST_REPLAYS
              + " replays: those are replayed by their ids");
    }
    out.println();
  }

  private static String names(Set<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::wireName).collect(Collectors.joining(", "));
  }

  /** Those with the most; each with its number is a phrase, which stands in one line. */
  private static List<String> tenants(Group group) {
    if (group.tenants().size() == 1 && group.tenants().containsValue(group.count())) {
      return List.of("tenant " + group.tenants().keySet().iterator().next());
    }
    List<String> named =
        group.tenants().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_NAMED)
            .map(tenant -> tenant.getKey() + " " + tenant.getValue())
            .toList();
    int others = group.tenants().size() - named.size();
    List<String> phrases = new ArrayList<>(List.of("tenants"));
    for (int i = 0; i < named.size(); i++) {
      phrases.add(named.get(i) + (i + 1 < named.size() ? "," : ""));
    }
    if (others > 0) {
      phrases.add("and " + Counted.of(others, "more tenant"));
    }
    return phrases;
  }

  /** One of them. */
  static void print(Summary letter, PrintWriter out) {
    wrapped(
        out,
        "",
        letter.changeId()
            + " "
            + letter.outcome().wireName()
            + " "
            + TextTable.cell(letter.time())
            + (letter.replays() == 0 ? "" : ", replays: " + letter.replays()));
    indented(
        out,
        part("", letter.operation())
            + part("", letter.target())
            + part("tenant ", letter.tenant())
            + "job "
            + letter.job());
    if (letter.message() != null) {
      indented(out, letter.message());
    }
  }

  private static String part(String name, String value) {
    return value == null ? "" : name + value + ", ";
  }

  private static void indented(PrintWriter out, String text) {
    wrapped(out, INDENT, text);
  }

  private static void wrapped(PrintWriter out, String first, String text) {
    Screen.wrapped(first, INDENT, PrintableText.line(text, Integer.MAX_VALUE))
        .forEach(out::println);
  }
}
