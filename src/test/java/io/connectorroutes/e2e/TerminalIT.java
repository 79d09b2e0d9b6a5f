package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.secret.PasswordHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The program as a person meets it: in a terminal, with its window, its keyboard and Ctrl-C. */
class TerminalIT extends SandboxedCommands {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");
  private static final int ROWS = 24;
  private static final int CHANGES = 40;
  private static final String ESCAPE = "\u001b";
  private static final String ERASE = ESCAPE + "[K";
  private static final String CLEAR = ESCAPE + "[H" + ESCAPE + "[J";
  private static final String PASSWORD = "typed-by-a-person";
  private static final String HASH = "pbkdf2-sha256:";

  TerminalIT() {
    super(SandboxOptions.builder().latency(Duration.ofMillis(150)).build());
  }

  private TypedProcess type(int columns, String... arguments) throws Exception {
    return work.type(XTERM, columns, ROWS, arguments);
  }

  /** One request at a time for each change, so that a person sees something. */
  private TypedProcess importSlowly(int columns, String... options) throws Exception {
    String[] arguments =
        IntStream.range(0, options.length + 2)
            .mapToObj(
                i -> i == 0 ? "import" : i == 1 ? "--property=graph.batch-size=1" : options[i - 2])
            .toArray(String[]::new);
    return type(columns, arguments);
  }

  private String longFile() throws Exception {
    return work.file("long.jsonl", Changes.creates("l", CHANGES));
  }

  @Test
  void anImportShowsHowFarItIsEndsByCtrlCAndGoesOn() throws Exception {
    TypedProcess first = importSlowly(80, longFile());
    first.awaitText(" left" + ERASE);
    first.interrupt().awaitStatus(3);

    List<String> drawn = drawn(first.written()).toList();
    assertThat(drawn).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    assertThat(drawn)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("long\\.jsonl +\\d+% \\[=*>? *] +\\d+/40 .* about .* left"));
    assertThat(first.screen().lines().stream().filter(line -> line.contains("/40 ")))
        .as("the bar is drawn over itself")
        .hasSize(1);
    long sent = writes();
    assertThat(sent).isPositive().isLessThan(CHANGES);
    assertThat(work.outcomes()).as("what was sent has its outcome").hasSize((int) sent);
    assertThat(first.written().replaceAll("\\s+", " "))
        .containsPattern("long\\.jsonl: \\d+ applied, \\d+ open")
        .containsPattern(
            "long\\.jsonl: \\d+ changes wait in the ledger, nothing is lost: to go on, import"
                + " --resume long\\.jsonl or start run");

    TypedProcess second = importSlowly(50, "--resume", "long.jsonl");
    second.awaitStatus(0);

    assertThat(drawn(second.written()))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(50))
        .anySatisfy(line -> assertThat(line).matches("\\d+/40, about .* left: long\\.jsonl"));
    assertThat(second.screen().lines().stream().filter(line -> line.contains("/40")))
        .as("the line is drawn over itself")
        .hasSize(1);
    assertThat(second.written()).contains("long.jsonl: 40 applied");
    assertThat(writes()).as("each change once").isEqualTo(CHANGES);
    assertThat(work.outcomes()).hasSize(CHANGES);
  }

  /** What was drawn over itself, each time that it was; the terminal itself shows Ctrl-C. */
  private static Stream<String> drawn(String written) {
    return written
        .lines()
        .filter(line -> line.contains(ERASE))
        .map(line -> line.replace(ERASE, "").replace("^C", ""));
  }

  @Test
  void theBarFollowsTheWindowAndQuietHasNone() throws Exception {
    TypedProcess resized = importSlowly(80, longFile());
    resized.awaitText("/40 (");
    resized.resize(40);
    resized.awaitText("/40, ").interrupt().awaitStatus(3);
    String narrow = resized.written().substring(resized.written().lastIndexOf("/40 ("));
    assertThat(drawn(narrow).skip(1))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).isLessThan(40));

    String other = work.file("other.jsonl", Changes.creates("o", 5));
    String quiet = importSlowly(80, "--quiet", other).awaitStatus(0);
    assertThat(quiet).startsWith("other.jsonl: 5 applied").doesNotContain("/5", "rows recorded");
  }

  @Test
  void whatReadsTenantsShowsThatAndLeavesNothingOfItBehind() throws Exception {
    String file = work.file("one.jsonl", Changes.update("u", "nobody"));

    TypedProcess plan = type(80, "plan", file);
    assertThat(plan.awaitStatus(1)).contains("plan: 1 request read" + ERASE);
    assertThat(plan.screen().lines().toString()).contains("! 1 cannot work").doesNotContain("read");

    TypedProcess export = type(80, "export");
    assertThat(export.awaitStatus(0)).contains("export: 1 request read" + ERASE, "\"operation\"");
    assertThat(export.screen().lines().toString()).doesNotContain(" read");
  }

  @Test
  void statusIsWrittenOverItselfWithinTheWindowUntilCtrlC() throws Exception {
    String[] files =
        IntStream.rangeClosed(1, 25).mapToObj(n -> "job-" + n + ".jsonl").toArray(String[]::new);
    for (String file : files) {
      work.file(file, Changes.create(file));
    }
    work.end(
        0,
        IntStream.range(-1, 25).mapToObj(i -> i < 0 ? "import" : files[i]).toArray(String[]::new));

    TypedProcess watch = type(80, "status", "--watch").awaitText("No open changes.");
    assertThat(watch.screen().lines()).anySatisfy(line -> assertThat(line).startsWith("job-25"));
    // What follows is shown of another state.
    work.end(0, "tenant", "pause", "default");
    watch.awaitText("TENANT ");
    watch.interrupt().awaitStatus(0);

    assertThat(watch.screen().scrolled()).as("lines that left the window").isZero();
    assertThat(watch.written().split(Pattern.quote(CLEAR), -1))
        .hasSizeGreaterThan(2)
        .allSatisfy(shown -> assertThat(shown.lines().count()).isLessThanOrEqualTo(ROWS));
    assertThat(watch.screen().lines())
        .anySatisfy(line -> assertThat(line).startsWith("default "))
        .noneSatisfy(line -> assertThat(line).startsWith("No open changes."));
    assertThat(watch.written()).as("the cursor is never hidden").doesNotContain(ESCAPE + "[?25l");
  }

  @Test
  void coloursAndWhatIsDrawnDependOnTheEnvironment() throws Exception {
    assertThat(type(80, "--help").awaitStatus(0)).contains(ESCAPE + "[");
    Map<String, String> plain = Map.of("TERM", "xterm", "NO_COLOR", "1");
    assertThat(work.type(plain, 80, ROWS, "--help").awaitStatus(0))
        .contains("import")
        .doesNotContain(ESCAPE);
    Map<String, String> dumb = Map.of("TERM", "dumb");
    assertThat(work.type(dumb, 80, ROWS, "--help").awaitStatus(0))
        .contains("import")
        .doesNotContain(ESCAPE);
    String file = work.file("some.jsonl", Changes.creates("s", 5));
    assertThat(
            work.type(dumb, 80, ROWS, "import", "--property=graph.batch-size=1", file)
                .awaitStatus(0))
        .contains("some.jsonl: 5 applied")
        .doesNotContain(ESCAPE);
    TypedProcess watch =
        work.type(dumb, 80, ROWS, "status", "--watch").awaitText("No open changes.");
    assertThat(watch.interrupt().awaitStatus(0)).doesNotContain(ESCAPE);
  }

  @Test
  void aPasswordIsNotShownAndCanBeGivenUp() throws Exception {
    TypedProcess typed = type(80, "hash-password").awaitText("Password: ").type(PASSWORD + "\n");
    String shown = typed.awaitStatus(0);
    assertThat(shown).doesNotContain(PASSWORD).startsWith("Password: ");
    assertThat(PasswordHash.parse(shown.substring(shown.indexOf(HASH)).strip()).matches(PASSWORD))
        .isTrue();

    TypedProcess stopped = type(80, "hash-password").awaitText("Password: ").type(PASSWORD);
    assertThat(stopped.interrupt().awaitStatus(3)).doesNotContain(PASSWORD, HASH, "Exception");

    TypedProcess ended = type(80, "hash-password").awaitText("Password: ").endInput();
    assertThat(ended.awaitStatus(2)).contains("standard input").doesNotContain(HASH);
  }

  /** Where the output goes elsewhere, the keyboard is a terminal's all the same. */
  @Test
  void theTerminalShowsWhatIsTypedAgainAfterwards() throws Exception {
    String command = Distribution.folder().resolve("bin/connector-routes") + " hash-password";
    for (String end : List.of("\n", Character.toString(3))) {
      TypedProcess shell =
          TypedProcess.start(
              List.of("sh", "-c", "trap : INT; " + command + " > hash; stty -a"),
              folder,
              Distribution.environment(XTERM, "hash-password"),
              80,
              ROWS);
      try (shell) {
        shell.awaitText("Password: ").type(PASSWORD + end);
        assertThat(shell.awaitStatus(0)).doesNotContain(PASSWORD).contains(" echo ");
      }
    }
  }

  @Test
  void theDemoEndsWell() throws Exception {
    TypedProcess demo =
        Distribution.packaged()
            .startTyped(folder, XTERM, 80, ROWS, "demo", "--home", folder.resolve("d").toString());
    try (demo) {
      assertThat(demo.awaitStatus(0)).contains("Consent log").doesNotContain("Exception");
    }
  }

  @Test
  void eachStreamIsAScreenByItself() throws Exception {
    Path script = folder.resolve("program");
    Files.writeString(script, "#!/bin/sh\n\"$PROGRAM\" \"$@\" </dev/null 2>errors\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment =
        Map.of("TERM", "xterm", "PROGRAM", Distribution.launcher().toString());

    try (TypedProcess help =
        Distribution.startedAs(script).startTyped(folder, environment, 80, ROWS, "help")) {
      assertThat(help.awaitStatus(0)).as("input is none").contains(ESCAPE);
    }
    String wrong = "w".repeat(100);
    try (TypedProcess refused =
        Distribution.startedAs(script)
            .startTyped(folder, environment, 80, ROWS, "help", "some " + wrong)) {
      refused.awaitStatus(2);
      assertThat(folder.resolve("errors")).content().contains("some " + wrong).hasLineCount(1);
    }
  }
}
